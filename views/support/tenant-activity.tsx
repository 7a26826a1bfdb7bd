import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { endOf, lastedOf, SessionState } from '#views/impersonation/session-state.tsx'
import { asWhom } from '#views/impersonation/words.ts'
import type { HeadProps } from '#views/support/tenant-head.tsx'
import { TenantList } from '#views/support/tenant-list.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'
import { CATEGORY_NAMES } from '#worker/impersonation/rules/words.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type TenantActivityProps = {
  head: HeadProps
  rows: ListedSession[]
  older: string | undefined
  operatorId: string
  /** Whether the reader may know of other people's sessions. */
  seesOthers: boolean
  zone: string
  now: Date
}

/** Who of the staff was inside this tenant, as far as the reader may know; the latest first. */
export function TenantActivity({ head, rows, older, operatorId, seesOthers, zone, now }: TenantActivityProps) {
  return (
    <TenantList head={head} room="activity" rows="sessions" count={rows.length} turns={older === undefined ? {} : { older }}>
      <Table
        id="sessions"
        caption="Sessions in this tenant, the latest first"
        columns={[
          { name: 'Operator' },
          { name: 'State' },
          { name: 'Seen as' },
          { name: 'About' },
          { name: 'Ticket' },
          { name: 'Started' },
          { name: 'Lasted' },
          { name: 'How it ended' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="history" title="No sessions">
            {seesOthers
              ? 'Nobody whose sessions you may look into has been inside this tenant.'
              : 'You have not been inside this tenant. Sessions of colleagues are shown to leads and auditors.'}
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <Row id={row.id} chosen={isLive(row, now)}>
            <NameCell href={`/impersonations/${row.id}`} sub={ROLE_NAMES[row.operatorRole]}>
              {row.operatorId === operatorId ? 'You' : (row.operatorName ?? row.operatorId)}
            </NameCell>
            <Cell label="State">
              <SessionState session={row} now={now} />
            </Cell>
            <Cell label="Seen as">{asWhom(row)}</Cell>
            <Cell label="About">{CATEGORY_NAMES[row.category]}</Cell>
            <Cell label="Ticket" nowrap>
              {row.ticketNumber === null ? <None /> : ticketLabel(row.ticketNumber)}
            </Cell>
            <Cell label="Started" quiet nowrap>
              <When at={row.startedAt} zone={zone} />
            </Cell>
            <Cell label="Lasted" quiet nowrap>
              {lastedOf(row, now)}
            </Cell>
            <Cell label="How it ended">{isLive(row, now) ? <None /> : endOf(row)}</Cell>
          </Row>
        ))}
      </Table>
    </TenantList>
  )
}
