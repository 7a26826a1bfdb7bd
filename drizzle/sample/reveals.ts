import { MOST_REVEALS, REVEAL_SECONDS } from '#worker/tenant/rules/reveals.ts'
import { freeTo } from './free.ts'
import { along, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Dated } from './records.ts'
import type { Row } from './rows.ts'
import { reading, type Said, whole } from './said.ts'
import type { Act } from './sealed.ts'
import type { Stay } from './ways.ts'

type Session = Row<'impersonationSessions'>
export type RevealRequest = Row<'revealRequests'>

/** One thing after the other, evenly from the start to the last act: the reveals, and after the tenth a wish for more and its answer. */
const momentOf = ({ startedAt }: Session, reveals: number, until: Date, place: number) =>
  along(startedAt, until, (place + 1) / (reveals + 3))
const [ASKED, ANSWERED] = [MOST_REVEALS, MOST_REVEALS + 1]

/** The wishes for more of whoever had used theirs up, each with the yes of a colleague. */
export function revealRequestsOf(
  random: Random,
  keys: Keys,
  sessions: readonly Session[],
  stays: ReadonlyMap<string, Stay>,
  lastActs: ReadonlyMap<string, Date>,
  staff: readonly Row<'internalUsers'>[],
): RevealRequest[] {
  const free = freeTo('approve_access', staff, sessions)
  return sessions.flatMap((session): RevealRequest[] => {
    const { reveals } = stays.get(session.id) as Stay
    if (reveals <= MOST_REVEALS) return []
    const at = (place: number) => momentOf(session, reveals, lastActs.get(session.id) as Date, place)
    const askedAt = at(ASKED)
    return [
      {
        id: keys('rvq', askedAt),
        sessionId: session.id,
        operatorId: session.operatorId,
        tenantId: session.tenantId,
        reason: 'The same incident was reported twelve times; the last reports are still to be compared.',
        state: 'APPROVED',
        askedAt,
        answerBy: later(askedAt, 30 * MINUTE),
        answererId: random.pick(free(session.operatorId, at(ANSWERED))).id,
        answeredAt: at(ANSWERED),
        note: 'Finish the comparison, and no other report.',
      },
    ]
  })
}

/** Each field that was shown, with the report it stands in. */
export function revealsIn(random: Random, session: Session, reveals: number, rius: readonly Dated[], until: Date): Said[] {
  return Array.from({ length: reveals }, (_, i) => i).flatMap((i) => {
    const at = momentOf(session, reveals, until, i < MOST_REVEALS ? i : i + 2)
    const there = rius.filter(({ createdAt }) => createdAt <= session.startedAt)
    if (there.length === 0) return []
    const { id } = random.pick(there)
    const shownUntil = later(at, REVEAL_SECONDS * 1_000).toISOString()
    return [
      reading(later(at, -4_000), 'riu:read', 'riu', [id], { riu: 1 }),
      {
        at,
        act: 'field:reveal',
        sentence: 'Revealed one hidden field of a record.',
        entityType: 'riu',
        entityIds: [id],
        facts: { field: 'narrative', number: i + 1, shownUntil },
        reason: random.pick(WHY),
      },
    ]
  })
}

/** The wish, and the answer by whoever gave it. */
export function wishActs(wish: RevealRequest, inside: (said: Said) => Act, answerer: Row<'internalUsers'>): Act[] {
  const { id, tenantId, sessionId, operatorId, askedAt, answeredAt, reason, note } = wish
  const about = { entityType: 'reveal_request', entityIds: [id] }
  return [
    inside({
      ...about,
      at: askedAt,
      act: 'reveals:ask',
      sentence: 'Asked for more reveals in the session.',
      facts: { had: MOST_REVEALS },
      reason,
    }),
    whole({
      ...about,
      at: answeredAt as Date,
      act: 'reveals:approve',
      sentence: 'Approved that a colleague reveals more in the session.',
      operatorId: answerer.id,
      operatorRole: answerer.role,
      sessionId,
      tenantId,
      facts: { operator: operatorId },
      reason: note,
      ip: answerer.lastLoginIp,
      userAgent: answerer.lastLoginUserAgent,
    }),
  ]
}

const WHY = [
  'The customer says that two reports are the same; comparing both.',
  'The ticket quotes a sentence that the reporter did not write.',
  'Part of the text is said to be cut off after saving.',
] as const
