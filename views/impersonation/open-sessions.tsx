import { Remaining } from '#views/ui/clock.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { asWhom } from '#views/impersonation/words.ts'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedSession, OpenSession } from '#worker/impersonation/queries/sessions.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type OpenSessionsProps = { rows: ListedSession[]; operatorId: string; now: Date; id?: string | undefined; isBoard?: boolean }
const COLUMNS = ['Tenant', 'Time left', 'Operator', 'Role', 'Seen as', 'Ticket'].map((name) => ({ name }))

/** Who is inside a tenant at this moment, those that end soonest first. */
export function OpenSessions({ rows, operatorId, now, id = 'open', isBoard = false }: OpenSessionsProps) {
  return (
    <Table
      id={id}
      caption="Sessions open now, those that end soonest first"
      columns={isBoard ? [...COLUMNS, { name: 'Last record' }, { name: 'End it' }] : COLUMNS}
      isEmpty={rows.length === 0}
      empty={<EmptyState icon="eye-off" title="Nobody is inside a tenant" />}
    >
      {rows.map((row) => (
        <Row id={`${id}-${row.id}`}>
          <NameCell href={`/impersonations/${row.id}`}>{row.tenantName ?? 'A tenant that is gone'}</NameCell>
          <Cell label="Time left" nowrap>
            {isLive(row, now) ? <Remaining endsAt={row.expiresAt} now={now} /> : <Badge tone="bad">Overdue</Badge>}
          </Cell>
          <Cell label="Operator">{row.operatorId === operatorId ? 'You' : (row.operatorName ?? row.operatorId)}</Cell>
          <Cell label="Role">{ROLE_NAMES[row.operatorRole]}</Cell>
          <Cell label="Seen as">{asWhom(row)}</Cell>
          <Cell label="Ticket" nowrap>
            {row.ticketNumber === null ? <None /> : ticketLabel(row.ticketNumber)}
          </Cell>
          {isBoard && isOpenRow(row) ? <BoardCells row={row} isOwn={row.operatorId === operatorId} /> : null}
        </Row>
      ))}
    </Table>
  )
}

/** On the board of those who may end sessions each row says where its operator is, and leads to the end of it. */
const isOpenRow = (row: ListedSession): row is OpenSession => 'lastRecord' in row

function BoardCells({ row, isOwn }: { row: OpenSession; isOwn: boolean }) {
  return (
    <>
      <Cell label="Last record">
        {row.lastRecord === null ? (
          <None />
        ) : (
          <a href={`/audit/records/${row.lastRecord}?tenant=${row.tenantId}`}>
            <Id>{row.lastRecord}</Id>
          </a>
        )}
      </Cell>
      <Cell label="End it">
        {isOwn ? (
          <None />
        ) : (
          <ButtonLink look="danger" small href={`/impersonations/${row.id}#kill`}>
            End
          </ButtonLink>
        )}
      </Cell>
    </>
  )
}
