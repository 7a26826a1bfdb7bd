import { ACME } from './acme.ts'
import type { Sizes } from './profiles.ts'
import type { Random } from './random.ts'
import { apportion } from './shares.ts'
import type { TenantPlan } from './tenants.ts'

/** Every live tenant can be worked with, however small. */
const LEAST = { reports: 8, users: 8, usersBeforeLive: 3 }

/** Hands the profile's totals out, by employees and their rate of reporting, so that they hold exactly. Tenants that are not live yet have
 *  no reports; users grow with the root of the reports. */
export function shareOut(random: Random, plans: TenantPlan[], rates: readonly number[], sizes: Sizes) {
  const live = plans.map(({ row }) => row.liveAt !== null)
  const expected = plans.map(({ row, from, to }, i) =>
    live[i] && i > 0 ? (row.employees / 100) * (rates[i] as number) * (to.getTime() - from.getTime()) : 0,
  )
  const leastReports = plans.map((_, i) => (i === 0 ? ACME.reports : live[i] ? LEAST.reports : 0))
  const reports = apportion(sizes.reports, expected, leastReports)
  const cases = apportion(
    sizes.cases,
    reports.map((count, i) => (i === 0 ? 0 : count)),
    plans.map((_, i) => (i === 0 ? ACME.cases : 0)),
  )
  const users = apportion(
    sizes.tenantUsers,
    plans.map((_, i) => (live[i] ? Math.sqrt(reports[i] as number) * (0.7 + 0.6 * random.next()) : 0)),
    plans.map((_, i) => (live[i] ? LEAST.users : LEAST.usersBeforeLive)),
  )
  plans.forEach((plan, i) => {
    plan.reports = reports[i] as number
    plan.cases = cases[i] as number
    plan.users = users[i] as number
  })
}
