import { HTTPException } from 'hono/http-exception'
import type { Asker, CustomerScope } from '#worker/customer/queries/asking.ts'
import type { PortalContext } from '#worker/http/portal.ts'

/** Customers come from where nobody of ours signed in: what they may ask in a minute is counted before the database hears of it. */
export async function mayVisit(c: PortalContext, reader: string) {
  const { parts, context } = c.var
  const asked = [parts.mayVisit?.(`reader:${reader}`), context.ip === null ? undefined : parts.mayVisit?.(`address:${context.ip}`)]
  if ((await Promise.all(asked)).includes(false))
    throw new HTTPException(429, { message: 'That was often for one minute. Wait a little, then go on.' })
}

export function customerScopeOf({ var: { parts, context, spent } }: PortalContext, asker: Asker): CustomerScope {
  return { database: parts.database, asker, context, spent }
}
