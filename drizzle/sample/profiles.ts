/** How much of everything. S starts with the product and the tests, M is for benchmarks, M7 is M over seven years and loaded by command
 *  only; they differ in size only. */
export const PROFILES = {
  S: { tenants: 50, reports: 12_000, cases: 9_000, tenantUsers: 1_500, staff: 40, tickets: 600, sessions: 60, days: 365 },
  M: { tenants: 800, reports: 250_000, cases: 200_000, tenantUsers: 40_000, staff: 400, tickets: 9_000, sessions: 900, days: 365 },
  M7: { tenants: 800, reports: 1_750_000, cases: 1_400_000, tenantUsers: 40_000, staff: 400, tickets: 9_000, sessions: 900, days: 2_555 },
} as const satisfies Record<string, Sizes>

export type Profile = keyof typeof PROFILES

export type Sizes = {
  tenants: number
  reports: number
  cases: number
  tenantUsers: number
  staff: number
  tickets: number
  /** Ended impersonation sessions of the last 30 days; one live session comes on top. */
  sessions: number
  /** How far back reports go. */
  days: number
}
