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
    <ul class="recent">
      {rows.map((row) => (
        <li>
          <a class="recent-link" href={`/impersonations/${row.id}`}>
            <span class="recent-name">{row.tenantName ?? 'A tenant that is gone'}</span>
            <span class="recent-facts">
              {row.ticketNumber === null ? null : <span>{ticketLabel(row.ticketNumber)}</span>}
              <When at={row.startedAt} zone={zone} look="relative" now={now} />
            </span>
            <SessionState session={row} now={now} />
          </a>
        </li>
      ))}
    </ul>
  )
}
