import { type AnswerKey, createAnswerKey } from './answer-key.ts'
import { casesOf } from './cases.ts'
import { CAST } from './cast.ts'
import { addConflicts, involve } from './conflicts.ts'
import { MINUTE } from './instants.ts'
import { createKeys } from './keys.ts'
import { endpointsOf } from './endpoints.ts'
import { errorsOf } from './errors.ts'
import { jobsOf } from './jobs.ts'
import { configsOf, secretsOf } from './configs.ts'
import { actsOf } from './past-acts.ts'
import { noticesOf } from './notices.ts'
import { peopleOf } from './people.ts'
import { PROFILES, type Profile } from './profiles.ts'
import { createRandom } from './random.ts'
import { type Records, recordsOf } from './records.ts'
import { registerOf } from './register.ts'
import { draftReports, reportsOf } from './reports.ts'
import { requestActs } from './request-acts.ts'
import { requestsOf } from './requests.ts'
import { revealRequestsOf } from './reveals.ts'
import { reviewActs } from './review-acts.ts'
import { reviewsOf } from './reviews.ts'
import type { Row, Rows } from './rows.ts'
import { type Marks, sceneOf } from './scene.ts'
import { sealed } from './sealed.ts'
import { sessionsOf } from './sessions.ts'
import { planStaff } from './staff.ts'
import { planTenants, type TenantPlan } from './tenants.ts'
import { type Customer, ENOUGH_CASES, isWelcoming, ticketsOf } from './tickets.ts'
import { trafficOf } from './traffic.ts'

export type SampleOptions = { profile?: Profile; seed?: number; now?: Date }

/** The whole sample, some rows at a time in an order in which foreign keys hold, and at the end what is true of it.
 *  Pure: same profile, seed and minute, same rows. Only one tenant's content is in memory at once. */
export function* sample({ profile = 'S', seed = 1, now: given = new Date() }: SampleOptions = {}): Generator<Partial<Rows>, AnswerKey> {
  const sizes = PROFILES[profile]
  const now = new Date(Math.floor(given.getTime() / MINUTE) * MINUTE)
  const random = createRandom(`${seed}/${profile}`)
  const keys = createKeys(random.fork('keys'))

  const staff = planStaff(random.fork('staff'), keys, sizes.staff, now)
  const csms = staff.filter(({ role, status }) => role === 'CLIENT_SUCCESS' && status === 'ACTIVE').map(({ id }) => id)
  const plans = planTenants(random.fork('tenants'), keys, sizes, csms, now)
  const marks: Marks = { planted: [], hostile: [] }
  const key = createAnswerKey(profile, seed, now, plans, marks)
  const seen = (rows: Partial<Rows>) => {
    key.watch(rows)
    return rows
  }

  yield seen({ internalUsers: staff, tenants: plans.map(({ row }) => row) })

  const cast = new Set<string>(Object.values(CAST).map(({ id }) => id))
  const colleagues = staff.filter(({ id, status }) => !cast.has(id) && status === 'ACTIVE')
  const takenPhones = new Set<string>()
  const registerRandom = random.fork('register')
  const watchedRandom = random.fork('watched')
  const editors = colleagues.filter(({ role }) => role === 'SUPPORT_L3' || role === 'ADMIN').map(({ id }) => id)
  const customers: Customer[] = []
  // Hugo is a witness in a case of the second tenant that lets him in: a conflict of interest within reach.
  const hugosTenant = plans.slice(1).find((plan) => isWelcoming(plan) && plan.cases >= ENOUGH_CASES)
  for (const plan of plans) {
    const scene = sceneOf(random, plan, now, marks)
    const people = peopleOf(scene)
    const drafts = draftReports(scene)
    const files = casesOf(scene, people, drafts)
    const { rius, riuReporters } = reportsOf(scene, drafts)
    const participants = files.flatMap((file) => file.participants)
    addConflicts(scene.random, participants, colleagues)
    if (plan === hugosTenant && participants.length > 0) involve(participants.at(-1) as Row<'participants'>, CAST.hugo)
    if (plan.row.status === 'ACTIVE') customers.push(customerOf(plan, people.users, recordsOf(files, rius, people.users)))
    yield seen({
      ...registerOf(registerRandom, keys, plan, takenPhones),
      ...errorsOf(watchedRandom, keys, plan, now),
      ...jobsOf(watchedRandom, keys, plan, now),
      ...configsOf(watchedRandom, keys, plan, editors, now),
      ...secretsOf(watchedRandom, keys, plan, editors, now),
      tenantUsers: people.users,
      cases: files.map((file) => file.case),
      rius,
      riuReporters,
      investigations: files.flatMap((file) => file.investigations),
      investigationSteps: files.flatMap((file) => file.investigationSteps),
      notes: files.flatMap((file) => file.notes),
      participants,
    })
  }

  const tickets = ticketsOf(random.fork('tickets'), keys, sizes.tickets, customers, staff, now)
  const sessions = sessionsOf(random.fork('sessions'), keys, sizes.sessions, customers, tickets, staff, now)
  const { impersonationSessions, impersonationActivity, loginSessions, stays } = sessions
  const lastActs = new Map(impersonationActivity.map(({ sessionId, lastActAt }) => [sessionId, lastActAt]))
  const requests = requestsOf(random.fork('requests'), keys, impersonationSessions, stays, customers, tickets, staff, now)
  const wishes = revealRequestsOf(random.fork('wishes'), keys, impersonationSessions, stays, lastActs, staff)
  const approvals = { requests, wishes }
  const inside = actsOf(random.fork('acts'), keys, sessions, lastActs, approvals, customers, tickets, staff, now)
  const reviews = reviewsOf(random.fork('reviews'), keys, impersonationSessions, inside, approvals, staff, now)
  const endpoints = endpointsOf(random.fork('endpoints'), keys, customers, impersonationSessions, staff, now)
  const { inward, outward, webhookSecrets, added } = endpoints
  const traffic = trafficOf(
    random.fork('traffic'),
    createKeys(random.fork('traffic-keys')),
    endpoints,
    { tickets, sessions: impersonationSessions },
    now,
  )
  const { webhookReceipts, webhookDeliveries, jobs } = traffic
  const acts = [
    ...inside,
    ...requestActs(random.fork('request-acts'), keys, requests, tickets, staff),
    ...reviewActs(random.fork('review-acts'), keys, reviews, impersonationSessions, staff, now),
    ...added,
    ...traffic.acts,
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const notifications = noticesOf(
    random.fork('notices'),
    createKeys(random.fork('notice-keys')),
    { sessions: impersonationSessions, tickets, tenants: plans.map(({ row }) => row), requests, reviews },
    now,
  )
  yield seen({
    tickets,
    loginSessions,
    impersonationSessions,
    impersonationActivity,
    accessRequests: requests,
    revealRequests: wishes,
    sessionReviews: reviews,
    webhookEndpoints: [inward, outward],
    webhookSecrets,
    webhookReceipts,
    webhookDeliveries,
    jobs,
    ...sealed(acts),
    notifications,
  })
  return key.finish(tickets, impersonationSessions)
}

/** Managers and above write to support; at most thirty of them are remembered. */
function customerOf(tenant: TenantPlan, users: readonly Row<'tenantUsers'>[], records: Records): Customer {
  const requesters = users.filter(({ role, status }) => status === 'ACTIVE' && role !== 'EMPLOYEE').slice(0, 30)
  return { tenant, requesters: requesters.map(({ id, name, email, role }) => ({ id, name, email, role })), records }
}
