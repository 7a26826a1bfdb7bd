import type { Context } from 'hono'

/** The pages of customers: open to a link and to nothing else, so no cookie of ours is looked at there. */
export const isForCustomers = (c: Context) => c.req.path.startsWith('/customer/')
