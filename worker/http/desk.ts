import { HTTPException } from 'hono/http-exception'
import { costOf, OverBudget } from '#worker/http/budget.ts'
import type { Desk, PortalContext } from '#worker/http/portal.ts'
import { hex } from '#worker/http/mac.ts'
import { within } from '#worker/http/patience.ts'
import { SessionEnded } from '#worker/http/session-ended.ts'

/** Every impersonated request asks the operator's desk. It cannot lengthen access, the row in the database decides; but what it
 *  knows to be over is over, and when it cannot be reached nobody passes. In the same call it counts what the request costs. */
export async function askDesk(c: PortalContext, sessionKey: string): Promise<'live' | 'unknown'> {
  const { operator, parts, door } = c.var
  let standing: Awaited<ReturnType<Desk['check']>>
  try {
    const [keyDigest, cost] = [await digestOf(sessionKey), await costOf(c)]
    standing = await within(parts.desks(operator.id).check({ keyDigest, human: !isPassive(c) && !door.passive, spend: cost }))
  } catch {
    throw new HTTPException(503, {
      message: 'The clock of your session cannot be reached, so nothing of the tenant is shown. Try again in a moment.',
    })
  }
  if (standing === 'ended') throw new SessionEnded()
  if (typeof standing === 'object') throw new OverBudget(standing)
  return standing
}

/** Polling and prefetching say so themselves; it only ever shortens a session. */
export function isPassive(c: PortalContext): boolean {
  return c.req.header('portal-passive') === '1' || (c.req.header('sec-purpose') ?? '').includes('prefetch')
}

/** The desk compares sessions without knowing their keys. */
export async function digestOf(sessionKey: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`desk:${sessionKey}`)))
}
