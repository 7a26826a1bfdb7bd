import { type AccessPolicy, INDUSTRIES, type TenantStatus } from '#worker/tenant/rules/words.ts'
import type { Region } from './countries.ts'
import { odds, type Random } from './random.ts'
import type { Row } from './rows.ts'
import { quota, spread } from './shares.ts'

/** What chance decides about a tenant before anything is made of it. */
export type Lot = {
  status: TenantStatus
  region: Region
  policy: AccessPolicy
  industry: Row<'tenants'>['industry']
  employees: number
  /** Reports a year per 100 employees. */
  rate: number
}

/** Employees lognormal (median 4 000, σ 1.7), reports a year per 100 of them lognormal (median 1.57, σ 1.17), capped at 30; the words in
 *  exact shares. The first two lots are those of the Acmes. */
export function drawLots(random: Random, count: number): Lot[] {
  const statuses = quota(random, count, odds({ ACTIVE: 86, PROVISIONING: 5, SUSPENDED: 5, CHURNED: 4 }))
  const regions = quota(random, count, odds({ NA: 60, EU: 25, APAC: 10, LATAM: 5 }))
  const policies = quota(random, count, odds({ open: 70, notify: 15, approve: 10, closed: 5 }))
  const industries = quota(
    random,
    count,
    INDUSTRIES.map((industry) => [industry, 1] as const),
  )
  const employees = spread(random, count, 4_000, 1.7).map((value) => Math.min(900_000, Math.max(12, Math.round(value))))
  const rates = spread(random, count, 1.57, 1.17).map((rate) => Math.min(30, rate))

  swapIn(statuses, 'ACTIVE', 'ACTIVE')
  swapIn(regions, 'EU', 'NA')
  swapIn(policies, 'open', 'approve')
  swapIn(industries, 'MANUFACTURING', 'MANUFACTURING')
  swapIn(employees, nearest(employees, 16_000), nearest(employees, 900))
  return statuses.map((status, i) => ({
    status,
    region: regions[i] as Region,
    policy: policies[i] as AccessPolicy,
    industry: industries[i] as Lot['industry'],
    employees: employees[i] as number,
    rate: rates[i] as number,
  }))
}

/** Puts the wanted values first without changing how often each occurs. */
function swapIn<T>(list: T[], ...wanted: T[]) {
  for (const [place, value] of wanted.entries()) {
    const found = list.indexOf(value, place)
    if (found < 0) throw new RangeError(`There is no ${String(value)} to put at ${place}.`)
    ;[list[place], list[found]] = [list[found] as T, list[place] as T]
  }
}

const nearest = (values: readonly number[], wanted: number) =>
  values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best))
