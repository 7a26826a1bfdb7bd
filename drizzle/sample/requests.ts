import { CAST } from './cast.ts'
import { freeTo, isOfCast } from './free.ts'
import { between, DAY, earliest, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import { approved, approvedByCustomer, asked, begun, denied, deniedByCustomer, lapsed, type Request, withdrawn } from './request.ts'
import type { Row } from './rows.ts'
import { categoryOf, statedFor } from './stated.ts'
import type { Customer } from './tickets.ts'
import { type AskingWay, isAsking, mayGo, type Stay, WISHES } from './ways.ts'

type Session = Row<'impersonationSessions'>
type Held = { ticket: Row<'tickets'>; holder: Row<'internalUsers'>; customer: Customer }

/** For so many sessions one request that came to nothing, and one of each kind that waits. */
const [PER_CLOSED, PER_WAITING] = [10, 60]
const BECAME = ['denied', 'expired', 'unanswered', 'withdrawn', 'denied by the customer'] as const

/** What was asked for: all that sessions began from, some that came to nothing, and some that wait. These were asked minutes before the load,
 *  because a colleague has half an hour to answer; one that waits for a customer has half a day. */
export function requestsOf(
  random: Random,
  keys: Keys,
  sessions: readonly Session[],
  stays: ReadonlyMap<string, Stay>,
  customers: readonly Customer[],
  tickets: readonly Row<'tickets'>[],
  staff: readonly Row<'internalUsers'>[],
  now: Date,
): Request[] {
  const byTenant = new Map(customers.map((customer) => [customer.tenant.row.id, customer]))
  const people = new Map(staff.map((one) => [one.id, one]))
  const free = freeTo('approve_access', staff, sessions)
  const held = tickets.flatMap((ticket): Held[] => {
    const [holder, customer] = [people.get(ticket.assigneeId ?? ''), byTenant.get(ticket.tenantId)]
    return holder?.status === 'ACTIVE' && customer ? [{ ticket, holder, customer }] : []
  })
  // Tickets about which something was asked already, and who asks now, and where.
  const [told, waiting] = [new Set<string>(), new Set<string>()]
  const ofColleagues = random.shuffle(held.filter(({ holder }) => !isOfCast(holder)))
  return [...sessions.flatMap(used), ...closed(), ...open()].toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime())

  function used(session: Session): Request[] {
    const { way, askedAt } = stays.get(session.id) as Stay
    const { id, approvalId, ticketId, startedAt, expiresAt } = session
    if (!isAsking(way) || askedAt === null || approvalId === null || ticketId === null) return []
    const minutes = Math.round((expiresAt.getTime() - startedAt.getTime()) / MINUTE)
    const request = asked({
      ...ofSession(session),
      ...WISHES[way],
      id: approvalId,
      ticketId,
      minutes,
      askedAt,
      asksCustomer: way === 'asked',
    })
    const wait = startedAt.getTime() - askedAt.getTime()
    const answered = later(askedAt, way === 'asked' ? Math.min(0.6 * wait, random.int(3, 25) * MINUTE) : 0.6 * wait)
    const yes = approved(request, random.pick(free(request.operatorId, answered)), answered, random.pick(YES))
    return [begun(way === 'asked' ? approvedByCustomer(yes, answererOf(yes), later(startedAt, -random.int(1, 9) * MINUTE)) : yes, id)]
  }

  function closed(): Request[] {
    return Array.from({ length: Math.max(BECAME.length, Math.round(sessions.length / PER_CLOSED)) }, (_, i) => i).flatMap((i) => {
      const became = BECAME[i % BECAME.length]
      const way: AskingWay = became === 'denied by the customer' ? 'asked' : random.pick(['write', 'asked', 'export'])
      // Half a day ago at the latest, so that all is over.
      const latest = ({ ticket }: Held) => later(earliest(ticket.closedAt ?? now, later(now, -DAY / 2)), -HOUR)
      const found = ofColleagues.find((one) => goes(one, way) && !told.has(one.ticket.id) && latest(one) > one.ticket.openedAt)
      if (!found) return []
      told.add(found.ticket.id)
      const request = wishOf(found, way, between(random, found.ticket.openedAt, latest(found)))
      const soon = later(request.askedAt, random.int(2, 24) * MINUTE)
      const someone = random.pick(free(request.operatorId, soon))
      if (became === 'withdrawn') return [withdrawn(request, soon)]
      if (became === 'unanswered') return [lapsed(request, random.int(1, 59) * 1_000)]
      if (became === 'denied') return [denied(request, someone, soon, random.pick(NO))]
      if (became === 'denied by the customer') return [deniedByCustomer(request, answererOf(request), soon)]
      const yes = approved(request, someone, soon, random.pick(YES))
      return [lapsed(way === 'asked' ? approvedByCustomer(yes, answererOf(yes), later(soon, 40 * MINUTE)) : yes, random.int(1, 59) * 1_000)]
    })
  }

  function open(): Request[] {
    const veras = held.find((one) => one.holder.id === CAST.vera.id && one.ticket.status !== 'CLOSED' && goes(one, 'asked'))
    const some = Array.from({ length: Math.max(1, Math.round(sessions.length / PER_WAITING)) }, () => {
      const [late, early] = [later(now, -random.int(4, 9) * MINUTE), later(now, -random.int(60, 150) * MINUTE)]
      const answered = later(early, random.int(2, 20) * MINUTE)
      return [
        ...waits('write', late),
        ...waits('export', late),
        ...waits('asked', early).map((one) => approved(one, random.pick(free(one.operatorId, answered)), answered, random.pick(YES))),
      ]
    })
    return [...(veras ? [wishOf(veras, 'asked', later(now, -3 * MINUTE))] : []), ...some.flat()]
  }

  /** One open request of somebody about a tenant, of somebody else than the one before where there is somebody. */
  function waits(way: AskingWay, at: Date): Request[] {
    const able = ofColleagues.filter(
      (one) =>
        goes(one, way) &&
        one.ticket.status !== 'CLOSED' &&
        one.ticket.openedAt < at &&
        !waiting.has(`${one.holder.id} ${one.ticket.tenantId}`),
    )
    const found = able.find(({ holder }) => !waiting.has(holder.id)) ?? able[0]
    if (!found) return []
    waiting.add(found.holder.id).add(`${found.holder.id} ${found.ticket.tenantId}`)
    return [wishOf(found, way, at)]
  }

  function wishOf({ ticket, holder }: Held, way: AskingWay, askedAt: Date): Request {
    return asked({
      id: keys('acr', askedAt),
      operatorId: holder.id,
      operatorRole: holder.role,
      tenantId: ticket.tenantId,
      targetUserId: null,
      ticketId: ticket.id,
      ...WISHES[way],
      category: categoryOf(ticket),
      reason: statedFor(random, way, ticket),
      minutes: random.pick([15, 30, 60]),
      askedAt,
      asksCustomer: way === 'asked',
    })
  }

  /** Who answers for a customer is one of their administrators. */
  function answererOf({ tenantId }: Request): string {
    const { requesters } = byTenant.get(tenantId) as Customer
    return (requesters.find(({ role }) => role === 'TENANT_ADMIN') ?? random.pick(requesters)).id
  }
}

const goes = ({ holder, customer }: Held, way: AskingWay) => mayGo(way, holder.role, customer.tenant.row.accessPolicy)

const ofSession = ({ operatorId, operatorRole, tenantId, targetUserId, category, reason }: Session) => ({
  operatorId,
  operatorRole,
  tenantId,
  targetUserId,
  category,
  reason,
})

const YES = [
  'Known to me, the customer told us this morning. Go ahead.',
  'Fine for this ticket. Keep it to what they asked.',
  'Agreed with the account manager. Leave a closing note, please.',
] as const
const NO = [
  'Reading is enough for this; look first and ask again.',
  'The customer can do this in their own settings. Show them where.',
  'Not before we have it in writing from their administrator.',
] as const
