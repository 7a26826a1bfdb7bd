import { CardList } from '#views/ui/card-list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import { SessionState } from '#views/impersonation/session-state.tsx'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'

/** The last few sessions, each a link to its timeline. */
export function RecentSessions({ rows, zone, now }: { rows: ListedSession[]; zone: string; now: Date }) {
  if (rows.length === 0)
    return (
      <EmptyState icon="history" title="No sessions yet">
        Each time you enter a tenant, the session and all that was done in it stands here.
      </EmptyState>
    )
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `recent-${row.id}`,
        href: `/impersonations/${row.id}`,
        title: row.tenantName ?? 'A tenant that is gone',
        facts: (
          <>
            {row.ticketNumber === null ? null : <span>{ticketLabel(row.ticketNumber)}</span>}
            <When at={row.startedAt} zone={zone} look="relative" now={now} />
          </>
        ),
        mark: <SessionState session={row} now={now} />,
      }))}
    />
  )
}
