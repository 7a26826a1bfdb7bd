import { SESSION_COLUMNS, SessionCells } from '#views/impersonation/session-cells.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { SessionState } from '#views/impersonation/session-state.tsx'
import { OpenNow } from '#views/impersonation/open-now.tsx'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'

type SessionListProps = {
  rows: ListedSession[]
  /** All that are open now, for those who may end them. */
  open?: ListedSession[] | undefined
  operatorId: string
  /** Whether the reader may know of other people's sessions. */
  seesOthers: boolean
  /** Whether the reader may have asked for an access; those who answer as well have the room in the header. */
  asks: boolean
  older: string | undefined
  zone: string
  now: Date
}

/** Who was inside which tenant, why, and for how long; the latest first. */
export function SessionList({ rows, open, operatorId, seesOthers, asks, older, zone, now }: SessionListProps) {
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Sessions"
        sub={seesOthers ? 'Your own and those you may look into, the latest first.' : 'Your own, the latest first.'}
        actions={
          asks ? (
            <ButtonLink icon="key" href="/access-requests">
              Your requests
            </ButtonLink>
          ) : null
        }
      />
      <Stack>
        {open === undefined ? null : <OpenNow rows={open} operatorId={operatorId} now={now} />}
        <Results label="Sessions" announce={`${rows.length} sessions`}>
          <Table
            id="sessions"
            caption="Sessions, the latest first"
            columns={[{ name: 'Tenant' }, { name: 'State' }, { name: 'Operator' }, ...SESSION_COLUMNS]}
            isEmpty={rows.length === 0}
            empty={
              <EmptyState icon="history" title="No sessions yet">
                Each time somebody enters a tenant, it stands here with all that was done.
              </EmptyState>
            }
          >
            {rows.map((row) => (
              <SessionRow row={row} isOwn={row.operatorId === operatorId} zone={zone} now={now} />
            ))}
          </Table>
          {rows.length === 0 ? null : <Pager older={older} showing={`Showing ${rows.length}`} />}
        </Results>
      </Stack>
    </div>
  )
}

function SessionRow({ row, isOwn, zone, now }: { row: ListedSession; isOwn: boolean; zone: string; now: Date }) {
  const live = isLive(row, now)
  return (
    <Row id={row.id} chosen={live}>
      <NameCell href={`/impersonations/${row.id}`}>{row.tenantName ?? 'A tenant that is gone'}</NameCell>
      <Cell label="State">
        <SessionState session={row} now={now} />
      </Cell>
      <Cell label="Operator">{isOwn ? 'You' : (row.operatorName ?? row.operatorId)}</Cell>
      <SessionCells row={row} zone={zone} now={now} />
    </Row>
  )
}
