import { freeTo } from './free.ts'
import { DAY, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Review } from './reviews.ts'
import type { Row } from './rows.ts'
import { type Said, whole } from './said.ts'
import type { Act } from './sealed.ts'
import { BROWSERS, officeIp } from './staff.ts'

type Session = Row<'impersonationSessions'>
type Person = Row<'internalUsers'>

/** The verdicts, what was found too late, and what the first flag with its box ticked led to: its operator was held, and released by a
 *  lead a few hours later. */
export function reviewActs(
  random: Random,
  keys: Keys,
  reviews: readonly Review[],
  sessions: readonly Session[],
  staff: readonly Person[],
  now: Date,
): Act[] {
  const people = new Map(staff.map((one) => [one.id, one]))
  const release = freeTo('release_holds', staff, sessions)
  const holding = reviews.find((review) => review.state === 'flagged' && isIdle(review))
  return reviews.flatMap((review) => [...verdictOn(review), ...(review === holding ? consequenceOf(review) : []), ...lateness(review)])

  function verdictOn(review: Review): Act[] {
    const { id, sessionId, tenantId, state, reasons, note, decidedAt, reviewerId } = review
    if (decidedAt === null || reviewerId === null) return []
    const facts = { verdict: state, reasons, ...(review === holding && { held: true }) }
    const act = state === 'approved' ? 'review:approve' : 'review:flag'
    const sentence = `Reviewed the session, as a second person, and ${state} it.`
    const about = { sessionId, tenantId, entityType: 'session_review', entityIds: [id, sessionId] }
    return [by(reviewerId, { ...about, at: decidedAt, act, sentence, facts, reason: note })]
  }

  function consequenceOf({ id, operatorId, reviewerId, decidedAt, note }: Review): Act[] {
    const [held, at] = [people.get(operatorId) as Person, decidedAt as Date]
    const released = later(at, HOLD - 10 * MINUTE)
    const lead = random.pick(release(operatorId, released))
    const [before, after] = [standing(held, 'ACTIVE'), standing(held, 'HELD')]
    const about = { entityType: 'internal_user', entityIds: [operatorId] }
    return [
      by(reviewerId as string, {
        ...about,
        at: later(at, 1),
        act: 'person:hold',
        sentence: 'Held a member of staff; their sign-ins and sessions ended.',
        facts: { before, after, review: id },
        reason: note,
      }),
      by(lead.id, {
        ...about,
        at: released,
        act: 'person:release',
        sentence: 'Released a member of staff who was held.',
        facts: { before: after, after: before },
        reason: 'We went through the session together; it was the wrong window.',
      }),
    ]
  }

  function lateness({ id, overdueAt }: Review): Act[] {
    if (overdueAt === null) return []
    const sentence = 'Found 1 session that nobody had reviewed in time.'
    return [whole({ at: overdueAt, act: 'review:overdue', sentence, entityType: 'session_review', entityIds: [id], facts: { reviews: 1 } })]
  }

  /** Nobody who was held was inside a tenant meanwhile. */
  function isIdle({ operatorId, decidedAt }: Review): boolean {
    const at = decidedAt as Date
    if (later(at, HOLD) > now) return false
    return sessions.every((one) => one.operatorId !== operatorId || one.startedAt > later(at, HOLD) || (one.endedAt ?? later(at, DAY)) < at)
  }

  function by(id: string, said: Said): Act {
    const place = { requestId: keys('req', said.at), ip: officeIp(random), userAgent: random.pick(BROWSERS) }
    return whole({ ...said, ...place, operatorId: id, operatorRole: people.get(id)?.role ?? null })
  }
}

const HOLD = 3 * HOUR

const standing = ({ id, role, lead }: Person, status: Person['status']) => ({ [id]: { role, lead, status } })
