import { CardList } from '#views/ui/card-list.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { wayName } from '#worker/impersonation/rules/access.ts'
import type { Waiting } from '#worker/impersonation/queries/waiting.ts'
import { MOST_REVEALS } from '#worker/tenant/rules/reveals.ts'

export function WaitingAccess({ rows, now }: { rows: Waiting[]; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="check-circle" title="Nothing waits for you" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: row.sessionId === null ? `/access-requests/${row.id}` : `/impersonations/${row.sessionId}/reveals`,
        title: row.tenantName ?? row.id,
        facts: (
          <>
            <span>{row.operatorName ?? row.operatorId}</span>
            <span>
              <Remaining endsAt={row.answerBy} now={now} /> left
            </span>
          </>
        ),
        mark: (
          <Badge tone="warn">{row.mode === null || row.scope === null ? `${MOST_REVEALS} reveals` : wayName(row.mode, row.scope)}</Badge>
        ),
      }))}
    />
  )
}
