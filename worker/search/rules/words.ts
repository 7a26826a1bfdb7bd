/** What the search across tenants knows. */
export const SEARCH_KINDS = ['tenant', 'tenant_user', 'case', 'riu', 'ticket'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

/** As the results stand below each other: where one enters comes before what one finds there. */
export const SEARCH_ORDER = ['tenant', 'ticket', 'case', 'riu', 'tenant_user'] as const satisfies readonly SearchKind[]

export const SEARCH_KIND_NAMES: Record<SearchKind, { one: string; many: string }> = {
  tenant: { one: 'tenant', many: 'tenants' },
  ticket: { one: 'ticket', many: 'tickets' },
  case: { one: 'case', many: 'cases' },
  riu: { one: 'report', many: 'reports' },
  tenant_user: { one: 'user', many: 'users' },
}

/** Of each kind no more are met and counted (drizzle/migrations/0016_search.sql): this many means that or more. */
export const MOST_COUNTED = 5000
