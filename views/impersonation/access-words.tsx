import { Badge, type Tone } from '#views/ui/badge.tsx'
import type { IconName } from '#views/ui/icon.tsx'
import type { Decision } from '#worker/impersonation/policy.ts'
import { ANSWER_MINUTES, CUSTOMER_HOURS } from '#worker/impersonation/rules/access.ts'
import type { AccessState } from '#worker/impersonation/rules/words.ts'

const FACES: Record<AccessState, { word: string; tone: Tone; icon: IconName }> = {
  WAITING: { word: 'Waiting', tone: 'warn', icon: 'clock' },
  APPROVED: { word: 'Approved', tone: 'good', icon: 'check' },
  USED: { word: 'Begun', tone: 'accent', icon: 'play' },
  DENIED: { word: 'Denied', tone: 'bad', icon: 'x' },
  EXPIRED: { word: 'Lapsed', tone: 'neutral', icon: 'clock' },
  WITHDRAWN: { word: 'Taken back', tone: 'neutral', icon: 'x' },
}

export function AccessBadge({ state }: { state: AccessState }) {
  const { word, tone, icon } = FACES[state]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

/** What a way in costs, before one asks for it. */
export const COST_NAMES: Record<Exclude<Decision, 'deny'>, string> = {
  auto: 'Starts at once',
  approve: 'A colleague approves',
  'approve+customer': 'A colleague and the customer approve',
}

export const COSTS: Record<Decision, string> = {
  auto: 'Reading on a ticket of your own takes no approval.',
  approve: `Anything beyond reading takes a colleague’s approval, within ${ANSWER_MINUTES} minutes; you are told at once.`,
  'approve+customer': `A colleague approves within ${ANSWER_MINUTES} minutes, and the customer within ${CUSTOMER_HOURS} hours; you are told at once.`,
  deny: 'Nobody of your role enters this way.',
}
