import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** Whoever of a tenant may see who was inside; only an administrator may do something about it. */
export const READERS = ['COMPLIANCE_OFFICER', 'TENANT_ADMIN'] as const satisfies TenantRole[]
export const ACTS_FOR_TENANT = 'TENANT_ADMIN' satisfies TenantRole

/** How long a link opens, in days. */
export const LINK_DAYS = [1, 7, 30, 90] as const
export type LinkDays = (typeof LINK_DAYS)[number]

/** Rows of the trail in one answer, and sessions on one page. */
export const MOST_ROWS = 1_000
export const FEED_PAGE = 25
/** Requests that wait, on one page: each operator has one at a time. */
export const MOST_REQUESTS = 100
/** Ids of one kind that a page names; all of them are in the trail. */
export const MOST_IDS = 100
