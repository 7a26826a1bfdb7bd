import { may } from '#worker/auth/rules/roles.ts'
import { CAST, type CastMember } from './cast.ts'
import { DAY, HOUR, later } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Request } from './request.ts'
import type { Review } from './reviews.ts'
import type { Row } from './rows.ts'
import { NOTICES, type Notice, type NoticeName } from '#worker/notifications/rules/notices.ts'

type Happened = { notice: NoticeName; about: string; at: Date }
type Sources = {
  sessions: Sessions
  tickets: readonly Row<'tickets'>[]
  tenants: readonly Row<'tenants'>[]
  requests: readonly Request[]
  reviews: readonly Review[]
}
type Sessions = readonly Row<'impersonationSessions'>[]

/** How many of a kind are remembered. */
const MOST = 4
/** What is older was read, by most. */
const READ_AFTER = 2 * DAY

/** What the product told all of its staff lately. */
const told = (now: Date): Happened[] => [
  { notice: 'release.out', about: 'release', at: later(now, -6 * DAY) },
  { notice: 'maintenance.over', about: 'maintenance', at: later(now, -3 * DAY) },
  { notice: 'maintenance.planned', about: 'maintenance', at: later(now, -5 * HOUR) },
]

/** An inbox for everybody of the cast, so that the first start shows one that is lived in: what the product said, what became of their
 *  sessions, what waits for their answer, and tickets of the tenants they look after. */
export function noticesOf(
  random: Random,
  keys: Keys,
  { sessions, tickets, tenants, requests, reviews }: Sources,
  now: Date,
): Row<'notifications'>[] {
  return Object.values<CastMember>(CAST).flatMap((person) => {
    const { id } = person
    const theirs = new Set(tenants.filter(({ csmId }) => csmId === id).map((tenant) => tenant.id))
    const happened = [...told(now), ...endsOf(sessions, id), ...openedAt(tickets, theirs), ...waitingFor(person, requests, reviews)]
    return happened.filter(({ at }) => at <= now).map((each) => rowOf(random, keys, id, each, now))
  })
}

const lately = (happened: Happened[]) => happened.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MOST)

const endsOf = (sessions: Sessions, operatorId: string) =>
  lately(
    sessions.flatMap(({ id, operatorId: whose, endedAt, endReason }): Happened[] => {
      if (whose !== operatorId || endedAt === null) return []
      if (endReason === 'TIMEOUT') return [{ notice: 'session.timed_out', about: id, at: endedAt }]
      return endReason === 'FORCE_LOGOUT' ? [{ notice: 'session.killed', about: id, at: endedAt }] : []
    }),
  )

const openedAt = (tickets: readonly Row<'tickets'>[], tenantIds: Set<string>) =>
  lately(
    tickets
      .filter(({ tenantId }) => tenantIds.has(tenantId))
      .map(({ tenantId, priority, openedAt: at }) => ({
        notice: priority === 'URGENT' ? 'ticket.urgent' : 'ticket.opened',
        about: tenantId,
        at,
      })),
  )

/** Requests for access and reviews, told to all who may answer them, as the portal would. */
const waitingFor = (person: CastMember, requests: readonly Request[], reviews: readonly Review[]): Happened[] => [
  ...lately(
    requests.flatMap(({ id, operatorId, state, approvedAt, askedAt: at }): Happened[] =>
      state === 'WAITING' && approvedAt === null && operatorId !== person.id && may(person, 'approve_access')
        ? [{ notice: 'access.requested', about: id, at }]
        : [],
    ),
  ),
  ...lately(
    reviews.flatMap(({ sessionId, state, reasons, createdAt: at }): Happened[] =>
      state === 'pending' && reasons.includes('break_glass') && may(person, 'review_sessions')
        ? [{ notice: 'review.asked', about: sessionId, at }]
        : [],
    ),
  ),
]

function rowOf(random: Random, keys: Keys, userId: string, { notice, about, at }: Happened, now: Date): Row<'notifications'> {
  const { category, severity, title, sentence, path }: Notice = NOTICES[notice]
  const isOld = now.getTime() - at.getTime() > READ_AFTER
  return {
    id: keys('ntf', at),
    userId,
    tenantId: null,
    eventId: keys('evt', at),
    notice,
    category,
    severity,
    title,
    sentence,
    link: path?.(about) ?? null,
    entityIds: path === null ? [] : [about],
    isRead: isOld && random.chance(0.9),
    archivedAt: null,
    snoozedUntil: null,
    createdAt: at,
    letterDue: null,
    letterAt: null,
  }
}
