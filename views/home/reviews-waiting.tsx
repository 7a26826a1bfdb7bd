import { CardList } from '#views/ui/card-list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { reasonsInWords, ReviewBadge } from '#views/reviews/review-words.tsx'
import type { WaitingReview } from '#worker/reviews/queries/reviews.ts'

export function ReviewsWaiting({ rows, zone, now }: { rows: WaitingReview[]; zone: string; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="shield" title="Nothing to review" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: `/impersonations/${row.sessionId}#review`,
        title: row.tenantName ?? row.sessionId,
        facts: (
          <>
            <span>{row.operatorName ?? row.operatorId}</span>
            <span>{reasonsInWords(row.reasons)}</span>
            <span>
              due <When at={row.dueAt} zone={zone} look="relative" now={now} />
            </span>
          </>
        ),
        mark: row.dueAt > now ? undefined : <ReviewBadge state="pending" dueAt={row.dueAt} now={now} />,
      }))}
    />
  )
}
