import { CardList } from '#views/ui/card-list.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import type { OpenGrant } from '#worker/home/queries/waiting.ts'

export function OpenGrants({ rows, operatorId, zone, now }: { rows: OpenGrant[]; operatorId: string; zone: string; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="shield" title="Nothing to decide" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: '/people/grants',
        title: row.subjectName ?? row.subjectId,
        facts: (
          <>
            <span>asked by {row.askedBy === operatorId ? 'you' : (row.askerName ?? row.askedBy)}</span>
            <When at={row.askedAt} zone={zone} look="relative" now={now} />
          </>
        ),
        mark: row.askedBy === operatorId ? <Badge>Waits for another</Badge> : <Badge tone="warn">Yours to decide</Badge>,
      }))}
    />
  )
}
