import { Badge } from '#views/ui/badge.tsx'
import { Card, Stack } from '#views/ui/card.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { WaitingAccess } from '#views/home/waiting-access.tsx'
import { AccessBadge } from '#views/impersonation/access-words.tsx'
import type { Turns } from '#views/tenant/work-list.tsx'
import type { ListedAccess } from '#worker/impersonation/queries/access.ts'
import type { Waiting } from '#worker/impersonation/queries/waiting.ts'
import { wayName } from '#worker/impersonation/rules/access.ts'

type AccessListProps = {
  rows: ListedAccess[]
  /** For more reveals: they stand on no page of the list but the first. */
  wishes: Waiting[]
  turns: Turns
  operatorId: string
  mayAnswer: boolean
  zone: string
  now: Date
}

/** Requests for access: those that wait for the reader, then all others. */
export function AccessList({ rows, wishes, turns, operatorId, mayAnswer, zone, now }: AccessListProps) {
  const isMine = (row: ListedAccess) => mayAnswer && row.operatorId !== operatorId && row.state === 'WAITING' && row.approverId === null
  const [mine, others] = [rows.filter(isMine), rows.filter((row) => !isMine(row))]
  const isFirst = turns.newer === undefined
  const reveals = mayAnswer && isFirst ? wishes : []
  const waiting = mine.length + reveals.length
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Approvals"
        sub={
          mayAnswer
            ? 'Access to a tenant that takes somebody else’s yes. Nobody answers their own request.'
            : 'What you asked for, and what came of it.'
        }
      />
      <Results label="Requests" announce={`${waiting} wait for you`}>
        <Stack>
          {mine.length === 0 ? null : (
            <Card id="yours" title="Waits for you" icon="clock" flush>
              <AccessTable id="waiting-access" caption="Requests that wait for your answer" rows={mine} {...{ operatorId, zone, now }} />
            </Card>
          )}
          {reveals.length === 0 ? null : (
            <Card id="more-reveals" title="More reveals wait for you" icon="eye" flush>
              <WaitingAccess rows={reveals} now={now} />
            </Card>
          )}
          {waiting === 0 && mayAnswer && isFirst ? (
            <Card id="nothing-waits">
              <EmptyState icon="check-circle" title="Nothing waits for you" />
            </Card>
          ) : null}
          {others.length === 0 ? null : (
            <Card id="others" title={mayAnswer ? 'All others' : 'Your requests'} icon="history" flush>
              <AccessTable id="other-access" caption="Other requests, the latest first" rows={others} {...{ operatorId, zone, now }} />
            </Card>
          )}
          {rows.length === 0 && !mayAnswer ? (
            <Card id="none">
              <EmptyState icon="key" title="You have asked for nothing yet">
                Where an access takes an approval, its start page asks for it.
              </EmptyState>
            </Card>
          ) : null}
          {rows.length === 0 ? null : <Pager newer={turns.newer} older={turns.older} showing={`Showing ${rows.length}`} />}
        </Stack>
      </Results>
    </div>
  )
}

type AccessTableProps = { id: string; caption: string; rows: ListedAccess[]; operatorId: string; zone: string; now: Date }

function AccessTable({ id, caption, rows, operatorId, zone, now }: AccessTableProps) {
  return (
    <Table
      id={id}
      caption={caption}
      columns={[{ name: 'Tenant' }, { name: 'State' }, { name: 'Who' }, { name: 'How' }, { name: 'Answered by' }, { name: 'Asked' }]}
    >
      {rows.map((row) => (
        <Row id={row.id}>
          <NameCell href={`/access-requests/${row.id}`} sub={row.reason}>
            {row.tenantName ?? 'A tenant that is gone'}
          </NameCell>
          <Cell label="State">
            <AccessBadge state={row.state} />
          </Cell>
          <Cell label="Who">{row.operatorId === operatorId ? <Badge>You</Badge> : row.operatorName}</Cell>
          <Cell label="How">
            {wayName(row.mode, row.scope)}, {row.minutes} min
          </Cell>
          <Cell label="Answered by">
            <Answered row={row} now={now} />
          </Cell>
          <Cell label="Asked" quiet nowrap>
            <When at={row.askedAt} zone={zone} look="relative" now={now} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

/** Who answered, or how long whoever is asked still has. */
function Answered({ row, now }: { row: ListedAccess; now: Date }) {
  if (row.state === 'DENIED' && row.deniedBy !== 'COLLEAGUE') return <>{row.deniedBy === 'CUSTOMER' ? 'The customer' : 'Nobody in time'}</>
  if (row.state !== 'WAITING') return <>{row.denierName ?? row.approverName ?? <None />}</>
  if (row.approverId === null)
    return (
      <span>
        <Remaining endsAt={row.answerBy} now={now} /> left
      </span>
    )
  return (
    <span>
      {row.approverName}, <span class="quiet">not yet by the customer</span>
    </span>
  )
}
