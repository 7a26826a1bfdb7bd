import { card } from '#worker/home/card.ts'
import { waitingReviews } from '#worker/reviews/queries/reviews.ts'
import { ReviewsWaiting } from '#views/home/reviews-waiting.tsx'

export const reviewsCard = card({
  title: 'Reviews waiting',
  icon: 'shield',
  about: 'Sessions that are over and wait for a second person to look at them.',
  permission: 'review_sessions',
  more: { href: '/reviews', word: 'All reviews' },
  flush: true,
  ask: (operator) => waitingReviews(operator.id),
  show: (rows, { operator, now }) => <ReviewsWaiting rows={rows} zone={operator.zone} now={now} />,
})
