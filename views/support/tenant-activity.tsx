import { EmptyState } from '#views/ui/notice.tsx'
import { SESSION_COLUMNS, SessionCells } from '#views/impersonation/session-cells.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { SessionState } from '#views/impersonation/session-state.tsx'
import type { HeadProps } from '#views/support/tenant-head.tsx'
import { TenantList } from '#views/support/tenant-list.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'

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
        columns={[{ name: 'Operator' }, { name: 'State' }, ...SESSION_COLUMNS]}
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
            <SessionCells row={row} zone={zone} now={now} />
          </Row>
        ))}
      </Table>
    </TenantList>
  )
}
