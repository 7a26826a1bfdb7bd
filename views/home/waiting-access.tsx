import { CardList } from '#views/ui/card-list.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import type { WaitingAccess as Waiting } from '#worker/impersonation/queries/access.ts'
import { wayName } from '#worker/impersonation/rules/access.ts'

export function WaitingAccess({ rows, now }: { rows: Waiting[]; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="check-circle" title="Nothing waits for you" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: `/access-requests/${row.id}`,
        title: row.tenantName ?? row.id,
        facts: (
          <>
            <span>{row.operatorName ?? row.operatorId}</span>
            <span>
              <Remaining endsAt={row.answerBy} now={now} /> left
            </span>
          </>
        ),
        mark: <Badge tone="warn">{wayName(row.mode, row.scope)}</Badge>,
      }))}
    />
  )
}
