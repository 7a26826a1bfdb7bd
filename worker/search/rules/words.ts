/** What the search across tenants knows. */
export const SEARCH_KINDS = ['tenant', 'tenant_user', 'case', 'riu', 'ticket'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]
