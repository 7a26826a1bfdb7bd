import type { EndReason } from '#worker/impersonation/rules/words.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'
import { CAST } from './cast.ts'
import { isOfCast } from './free.ts'
import { between, earliest, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import { rank } from './people.ts'
import { odds, type Random, type Weighted } from './random.ts'
import type { Row } from './rows.ts'
import { BROWSERS, officeIp } from './staff.ts'
import { categoryOf, statedFor } from './stated.ts'
import type { Customer } from './tickets.ts'
import { askedBefore, LATELY, mayGo, someWay, type Stay, type Way } from './ways.ts'

export type Sessions = {
  loginSessions: Row<'loginSessions'>[]
  impersonationSessions: Row<'impersonationSessions'>[]
  impersonationActivity: Row<'impersonationActivity'>[]
  /** By session. */
  stays: ReadonlyMap<string, Stay>
}

/** So many stays are of the first customer, at which whoever begins looks first: by people who saw every case there, whatever time it is. */
const OF_FIRST = 2
const SEE_ALL: readonly Row<'internalUsers'>['role'][] = ['SUPPORT_L2', 'SUPPORT_L3']

/** Stays of the last 30 days that have ended, and one that is live. None is of the cast: whoever signs in first starts with a clean desk. */
export function sessionsOf(
  random: Random,
  keys: Keys,
  count: number,
  customers: readonly Customer[],
  tickets: readonly Row<'tickets'>[],
  staff: readonly Row<'internalUsers'>[],
  now: Date,
): Sessions {
  const stays = new Map<string, Stay>()
  const sessions: Sessions = {
    loginSessions: leftovers(random, keys, now),
    impersonationSessions: [],
    impersonationActivity: [],
    stays,
  }
  const people = new Map(staff.filter((one) => !isOfCast(one) && one.status === 'ACTIVE').map((one) => [one.id, one]))
  const byTenant = new Map(customers.map((customer) => [customer.tenant.row.id, customer]))
  const busy = new Map<string, [Date, Date][]>()

  const policyOf = ({ tenantId }: Ticket) => (byTenant.get(tenantId) as Customer).tenant.row.accessPolicy
  const bases = random.shuffle(
    tickets.filter((ticket) => ticket.assigneeId && people.has(ticket.assigneeId) && policyOf(ticket) !== 'closed'),
  )
  const going = (way: Way, from: Date) => (ticket: Ticket) =>
    mayGo(way, holderOf(ticket).role, policyOf(ticket)) &&
    ticket.openedAt < later(from, -HOUR) &&
    (ticket.closedAt ?? now) > later(from, HOUR)
  const live = bases.find(
    (ticket) =>
      ticket.status !== 'CLOSED' &&
      mayGo('plain', holderOf(ticket).role, policyOf(ticket)) &&
      ticket.tenantId !== customers[0]?.tenant.row.id,
  )
  if (live) add(live, later(now, -4 * MINUTE), 60, null)
  let added = 0
  const ofFirst = bases.filter(
    (ticket) =>
      ticket.tenantId === customers[0]?.tenant.row.id &&
      SEE_ALL.includes(holderOf(ticket).role) &&
      mayGo('plain', holderOf(ticket).role, policyOf(ticket)),
  )
  for (const ticket of ofFirst) {
    const startedAt = later(ticket.openedAt, 10 * MINUTE)
    const isLong = (ticket.closedAt ?? now) > later(startedAt, HOUR)
    if (added < OF_FIRST && isLong && add(ticket, startedAt, 30, 'MANUAL', 'plain', 0, true)) added++
  }
  for (const { way, hours, reveals } of LATELY) {
    const startedAt = later(now, -hours * HOUR)
    const ended = reveals > 0 ? 'TIMEOUT' : 'MANUAL'
    if (bases.filter(going(way, startedAt)).some((ticket) => add(ticket, startedAt, 30, ended, way, reveals))) added++
  }
  for (let place = 0; added < count; place++) {
    if (place >= bases.length * 20) throw new RangeError(`Only ${added} of ${count} sessions find room.`)
    const ticket = bases[place % bases.length] as Ticket
    const until = earliest(ticket.closedAt ?? now, later(now, -HOUR))
    const minutes = random.weighted(LENGTHS)
    if (until.getTime() - ticket.openedAt.getTime() < 30 * MINUTE) continue
    const reason = ticket.closedAt ? random.weighted(REASONS) : random.weighted(REASONS.slice(1))
    const startedAt =
      reason === 'TICKET_CLOSED' ? later(until, -random.int(4, 13) * MINUTE) : between(random, ticket.openedAt, later(until, -20 * MINUTE))
    const way = someWay(random, holderOf(ticket).role, policyOf(ticket))
    if (add(ticket, startedAt, way === 'glass' ? 30 : minutes, reason, way, random.chance(0.12) ? random.int(1, 3) : 0)) added++
  }
  return sessions

  function holderOf({ assigneeId }: Ticket) {
    return people.get(assigneeId as string) as Row<'internalUsers'>
  }

  function add(
    ticket: Ticket,
    startedAt: Date,
    minutes: number,
    reason: EndReason | null,
    way: Way = 'plain',
    reveals = 0,
    asRole = false,
  ): boolean {
    const operator = holderOf(ticket)
    const customer = byTenant.get(ticket.tenantId) as Customer
    const askedAt = askedBefore(random, way, startedAt)
    if (askedAt && askedAt < ticket.openedAt) return false
    // The second glass would wait for the review of the first.
    if (way === 'glass' && sessions.impersonationSessions.some((one) => one.breakGlass && one.operatorId === operator.id)) return false
    const expiresAt = later(startedAt, minutes * MINUTE)
    const times = busy.get(operator.id) ?? []
    // One at a time per operator, and the live one must find its operator free.
    if (times.some(([from, to]) => startedAt < to && expiresAt > from)) return false
    const { endedAt, lastActAt } = ending(startedAt, expiresAt, reason, ticket)
    if (endedAt && endedAt > now) return false
    busy.set(operator.id, [...times, [startedAt, expiresAt]])

    const ceiling = CEILINGS[operator.role] ?? 'INVESTIGATOR'
    const within = customer.requesters.filter(({ role }) => rank(role) <= rank(ceiling))
    // Whatever goes beyond reading was done with the view of the role.
    const target =
      !asRole && (way === 'plain' || way === 'asked') && reveals === 0 && within.length > 0 && random.chance(0.5)
        ? random.pick(within)
        : null
    const signedInAt = later(startedAt, -random.int(3, 200) * MINUTE)
    const [ip, userAgent] = [officeIp(random), random.pick(BROWSERS)]
    const login = loginOf(random, keys, operator.id, signedInAt, endedAt ?? lastActAt, ip, userAgent)
    if (way === 'write' || way === 'glass' || reveals > 0) login.provedAt = later(startedAt, -MINUTE)
    if (endedAt && random.chance(0.4))
      login.revokedAt = earliest(later(endedAt, random.int(2, 180) * MINUTE), earliest(now, login.expiresAt))
    const id = keys('imp', startedAt)
    stays.set(id, { way, reveals, askedAt })
    sessions.loginSessions.push(login)
    sessions.impersonationActivity.push({ sessionId: id, lastActAt })
    sessions.impersonationSessions.push({
      id,
      keyHash: random.bytes(32),
      operatorId: operator.id,
      loginSessionId: login.id,
      operatorRole: operator.role,
      tenantId: ticket.tenantId,
      targetUserId: target && target.id,
      seenAs: target ? target.role : ceiling,
      mode: way === 'write' ? 'READ_WRITE' : 'READ_ONLY',
      breakGlass: way === 'glass',
      limitAt: askedAt || way === 'glass' ? expiresAt : null,
      category: categoryOf(ticket),
      reason: statedFor(random, way, ticket),
      ticketId: ticket.id,
      projectId: null,
      approvalId: askedAt && keys('acr', askedAt),
      startedAt,
      expiresAt,
      endedAt,
      endReason: reason,
      ip,
      userAgent,
    })
    return true
  }

  function ending(startedAt: Date, expiresAt: Date, reason: EndReason | null, ticket: Ticket) {
    if (reason === null) return { endedAt: null, lastActAt: now }
    if (reason === 'TIMEOUT') return { endedAt: expiresAt, lastActAt: later(expiresAt, -random.int(1, 8) * MINUTE) }
    if (reason === 'IDLE') {
      const lastActAt = later(startedAt, random.int(1, 4) * MINUTE)
      return { endedAt: later(lastActAt, 10 * MINUTE), lastActAt }
    }
    const endedAt =
      reason === 'TICKET_CLOSED' ? (ticket.closedAt as Date) : later(startedAt, random.int(3, 14) * MINUTE + random.int(0, 59_999))
    return { endedAt, lastActAt: later(endedAt, -random.int(0, 2) * MINUTE) }
  }
}

type Ticket = Row<'tickets'>

/** The hash is drawn, not computed: nobody, and nobody with this file, knows a key that fits. */
function loginOf(
  random: Random,
  keys: Keys,
  operatorId: string,
  createdAt: Date,
  seenAt: Date,
  ip: string,
  userAgent: string,
): Row<'loginSessions'> {
  return {
    id: keys('log', createdAt),
    operatorId,
    keyHash: random.bytes(32),
    createdAt,
    provedAt: createdAt,
    expiresAt: later(createdAt, 12 * HOUR),
    seenAt,
    revokedAt: null,
    ip,
    userAgent,
  }
}

/** Kurt was held and Gita deactivated while signed in: their sign-ins were never revoked, so that only their status stops them. */
const leftovers = (random: Random, keys: Keys, now: Date) =>
  [CAST.kurt, CAST.gita].map(({ id }) =>
    loginOf(random, keys, id, later(now, -50 * MINUTE), later(now, -9 * MINUTE), officeIp(random), BROWSERS[0]),
  )

const CEILINGS: Partial<Record<Row<'internalUsers'>['role'], TenantRole>> = {
  SUPPORT_L1: 'INVESTIGATOR',
  SUPPORT_L2: 'COMPLIANCE_OFFICER',
  SUPPORT_L3: 'TENANT_ADMIN',
}
const LENGTHS: Weighted<number> = [
  [15, 25],
  [30, 60],
  [60, 15],
]
const REASONS: Weighted<EndReason> = odds({
  TICKET_CLOSED: 6,
  MANUAL: 58,
  TIMEOUT: 16,
  IDLE: 13,
  FORCE_LOGOUT: 4,
  CUSTOMER_ENDED: 3,
  POLICY_CHANGED: 1,
})
