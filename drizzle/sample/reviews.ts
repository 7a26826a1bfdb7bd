import { REVIEW_REASONS, type ReviewReason } from '#worker/reviews/rules/words.ts'
import { freeTo } from './free.ts'
import { between, DAY, earliest, HOUR, later } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Request } from './request.ts'
import type { RevealRequest } from './reveals.ts'
import type { Row } from './rows.ts'
import type { Act } from './sealed.ts'

export type Review = Row<'sessionReviews'>
type Session = Row<'impersonationSessions'>

/** One review in so many is flagged, and for so many sessions one was forgotten. */
const [PER_FLAGGED, PER_OVERDUE] = [6, 40]

/** Of every session that is over and asks for it, and of one in ten of the others: those of the last day wait, the latest whose time is up
 *  were forgotten, and colleagues looked at the rest. */
export function reviewsOf(
  random: Random,
  keys: Keys,
  sessions: readonly Session[],
  acts: readonly Act[],
  { requests, wishes }: { requests: readonly Request[]; wishes: readonly RevealRequest[] },
  staff: readonly Row<'internalUsers'>[],
  now: Date,
): Review[] {
  const done = Map.groupBy(acts, ({ sessionId }) => sessionId)
  const approvers = new Map<string | null, string | null>([
    ...wishes.map(({ sessionId, answererId }) => [sessionId, answererId] as const),
    ...requests.map(({ sessionId, approverId }) => [sessionId, approverId] as const),
  ])
  const free = freeTo('review_sessions', staff, sessions)
  let [forgotten, decided] = [Math.max(1, Math.round(sessions.length / PER_OVERDUE)), 0]
  return sessions
    .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
    .flatMap((session) => {
      const reasons = reasonsFor(session, done.get(session.id) ?? [])
      if (session.endedAt === null) return []
      if (reasons.length === 0 && random.chance(0.1)) reasons.push('sample')
      if (reasons.length === 0) return []
      return [stateOf(askedFor(session, session.endedAt, reasons))]
    })

  function askedFor({ id, operatorId, operatorRole, tenantId }: Session, endedAt: Date, reasons: ReviewReason[]): Review {
    const waits = { state: 'pending' as const, reviewerId: null, note: null, decidedAt: null, overdueAt: null }
    const about = { sessionId: id, operatorId, operatorRole, tenantId, approverId: approvers.get(id) ?? null }
    return { id: keys('rev', endedAt), ...about, reasons, ...waits, createdAt: endedAt, dueAt: later(endedAt, limitOf(reasons)) }
  }

  function stateOf(review: Review): Review {
    const { createdAt, dueAt, reasons, operatorId, approverId } = review
    if (later(createdAt, DAY) > now || (dueAt > now && random.chance(0.5))) return review
    if (dueAt <= now && forgotten > 0 && !reasons.includes('break_glass')) {
      forgotten--
      return { ...review, overdueAt: earliest(later(dueAt, random.int(1, 59) * 1_000), now) }
    }
    const decidedAt = between(random, later(createdAt, HOUR), earliest(dueAt, now))
    const able = free(operatorId, decidedAt).filter(({ id }) => id !== approverId)
    if (able.length === 0) return dueAt > now ? review : { ...review, overdueAt: earliest(later(dueAt, 30_000), now) }
    const flagged = decided++ % PER_FLAGGED === 1
    const note = flagged ? (reasons.includes('reveal') ? FLAGGED.reveal : FLAGGED.other) : random.pick(APPROVED)
    return { ...review, state: flagged ? 'flagged' : 'approved', reviewerId: random.pick(able).id, decidedAt, note }
  }
}

/** As `app.reasons_for_review` finds them. */
function reasonsFor({ breakGlass, mode }: Session, acts: readonly Act[]): ReviewReason[] {
  const did = new Set(acts.map(({ act }) => act.split(':')[1]))
  const found: Record<ReviewReason, boolean> = {
    break_glass: breakGlass,
    read_write: mode === 'READ_WRITE',
    reveal: did.has('reveal'),
    export: did.has('export'),
    sample: false,
  }
  return REVIEW_REASONS.filter((reason) => found[reason])
}

/** As `app.review_limit` has it. */
const limitOf = (reasons: readonly ReviewReason[]) => (reasons.includes('break_glass') ? 1 : reasons.includes('sample') ? 7 : 3) * DAY

const APPROVED = [
  'Acts and ticket fit together. Nothing was looked at that was not asked for.',
  'Longer than it had to be, but all of it about the ticket.',
  'I asked the operator about the second case; the customer had named it on the phone.',
] as const
const FLAGGED = {
  reveal: 'A hidden text was shown where the number of the report would have done.',
  other: 'The reports that were opened have nothing to do with the ticket.',
} as const
