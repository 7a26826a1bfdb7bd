import type { TicketPriority, TicketStatus } from '#worker/support/rules/ticket-words.ts'
import { CAST, type CastName } from './cast.ts'
import { FIRST_NUMBER as FIRST_CASE } from './cases.ts'
import { atWork, DAY, earliest, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import { odds, type Random } from './random.ts'
import type { Records } from './records.ts'
import { FIRST_NUMBER as FIRST_REPORT } from './reports.ts'
import type { Row } from './rows.ts'
import { LOST_CASE_SUBJECT, SUBJECTS } from './ticket-subjects.ts'
import type { TenantPlan } from './tenants.ts'

/** A tenant as support knows it: who may write to us. */
export type Customer = {
  tenant: TenantPlan
  requesters: readonly { id: string; name: string; email: string; role: Row<'tenantUsers'>['role'] }[]
  records: Records
}

/** How many tickets each of the support cast has on the desk, and Vera one more of a tenant that wants to be asked. Kurt is held and Gita has
 *  left: theirs are stuck. */
export const DESKS = { vera: 6, hugo: 5, imke: 4, lena: 4, kurt: 3, gita: 3 } as const satisfies Partial<Record<CastName, number>>

const FIRST_NUMBER = 5001

/** Thirty days of tickets, numbered as they came in. The first customer is Acme Industrial, all of them are live. */
export function ticketsOf(
  random: Random,
  keys: Keys,
  count: number,
  customers: readonly Customer[],
  staff: readonly Row<'internalUsers'>[],
  now: Date,
): Row<'tickets'>[] {
  const support = staff.filter((one) => one.role.startsWith('SUPPORT') && one.status === 'ACTIVE')
  const cast = new Set<string>(Object.values(CAST).map(({ id }) => id))
  const colleagues = support.filter(({ id }) => !cast.has(id))
  const weights = customers.map((customer) => [customer, Math.sqrt(customer.requesters.length)] as const)

  const onDesks = desksOf(customers).map(({ customer, assigneeId, urgent }, i) =>
    urgent
      ? ticket(customer, later(now, -35 * MINUTE), 'OPEN', 'URGENT', assigneeId, LOST_CASE_SUBJECT)
      : ticket(
          customer,
          atWork(random, later(now, -4 * DAY), later(now, -HOUR)),
          i % 4 === 2 ? 'PENDING' : 'OPEN',
          random.pick(['LOW', 'LOW', 'HIGH']),
          assigneeId,
        ),
  )
  const others = Array.from({ length: count - onDesks.length }, () => {
    const customer = random.weighted(weights)
    const openedAt = atWork(random, later(now, -30 * DAY), later(now, -5 * MINUTE))
    const closedAt = later(openedAt, Math.max(0.2, random.lognormal(22, 1.3)) * HOUR)
    const priority = random.weighted(odds({ LOW: 66, HIGH: 27, URGENT: 7 }))
    if (closedAt < now && random.chance(0.93))
      return ticket(customer, openedAt, 'CLOSED', priority, random.pick(support).id, undefined, closedAt)
    const pending = random.chance(0.35)
    return ticket(
      customer,
      openedAt,
      pending ? 'PENDING' : 'OPEN',
      priority,
      pending || random.chance(0.6) ? random.pick(colleagues).id : null,
    )
  })
  const all = [...onDesks, ...others].sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime())
  return all.map((row, i) => ({ ...row, number: FIRST_NUMBER + i }))

  function ticket(
    customer: Customer,
    openedAt: Date,
    status: TicketStatus,
    priority: TicketPriority,
    assigneeId: string | null,
    subject?: string,
    closedAt: Date | null = null,
  ): Row<'tickets'> {
    const { row, cases, reports } = customer.tenant
    const requester = random.pick(customer.requesters)
    return {
      id: keys('tic', openedAt),
      tenantId: row.id,
      number: 0,
      subject: subject ?? subjectFor(random, cases, reports),
      requesterName: requester.name,
      requesterEmail: requester.email,
      status,
      priority,
      assigneeId,
      openedAt,
      updatedAt: closedAt ?? earliest(now, later(openedAt, (assigneeId ? random.lognormal(3, 0.8) : 0) * HOUR)),
      closedAt,
      version: closedAt ? 3 : assigneeId ? 2 : 1,
    }
  }
}

/** Every desk has Acme Industrial first and then tenants that let support in without asking; Hugo's second is the one where he is a witness,
 *  and Vera's last wants to be asked. */
function desksOf(customers: readonly Customer[]) {
  const asking = customers.find(({ tenant }) => tenant.row.accessPolicy === 'approve')
  const welcoming = customers.filter(({ tenant }) => isWelcoming(tenant) && tenant.cases >= ENOUGH_CASES)
  let turn = 1
  const desks = Object.entries(DESKS).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, i) => ({
      customer: (i === 0
        ? welcoming[0]
        : name === 'hugo' && i === 1
          ? welcoming[1]
          : welcoming[1 + (turn++ % (welcoming.length - 1))]) as Customer,
      assigneeId: CAST[name as keyof typeof DESKS].id,
      urgent: name === 'vera' && i === 0,
    })),
  )
  return asking ? [...desks, { customer: asking, assigneeId: CAST.vera.id, urgent: false }] : desks
}

/** Support gets in without anybody's approval. */
export const isWelcoming = ({ row }: TenantPlan) =>
  row.status === 'ACTIVE' && (row.accessPolicy === 'open' || row.accessPolicy === 'notify')
/** A desk should lead to something to look at. */
export const ENOUGH_CASES = 15

function subjectFor(random: Random, cases: number, reports: number): string {
  const fitting = SUBJECTS.filter(
    ([, subject]) => (cases > 0 || !subject.includes('{case}')) && (reports > 0 || !subject.includes('{report}')),
  )
  return random
    .pick(fitting)[1]
    .replace('{case}', () => `C-${random.int(FIRST_CASE, FIRST_CASE + cases - 1)}`)
    .replace('{report}', () => `R-${random.int(FIRST_REPORT, FIRST_REPORT + reports - 1)}`)
}
