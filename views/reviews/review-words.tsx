import { Badge, type Tone } from '#views/ui/badge.tsx'
import type { IconName } from '#views/ui/icon.tsx'
import { REASON_NAMES, type ReviewReason, type ReviewState, STATE_NAMES } from '#worker/reviews/rules/words.ts'

const FACES: Record<ReviewState, { tone: Tone; icon: IconName }> = {
  pending: { tone: 'warn', icon: 'clock' },
  approved: { tone: 'good', icon: 'check' },
  flagged: { tone: 'bad', icon: 'alert' },
}

/** Where a review stands; one that waits beyond its time says so. */
export function ReviewBadge({ state, dueAt, now }: { state: ReviewState; dueAt: Date; now: Date }) {
  if (state === 'pending' && dueAt <= now)
    return (
      <Badge tone="bad" icon="alert">
        Overdue
      </Badge>
    )
  const { tone, icon } = FACES[state]
  return (
    <Badge tone={tone} icon={icon}>
      {STATE_NAMES[state]}
    </Badge>
  )
}

export const reasonsInWords = (reasons: readonly ReviewReason[]): string => reasons.map((reason) => REASON_NAMES[reason]).join(', ')
