import { HTTPException } from 'hono/http-exception'
import { digestOf } from '#worker/http/desk.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { customerScopeOf, mayVisit } from '#worker/http/visit.ts'
import { KEY } from '#worker/rules/ids.ts'

/** What a link is made of (worker/rules/ids.ts, `newSecret`). */
const LINK = /^[\w-]{43}$/

/** Whoever has a link is let in by it. Whether it opens anything, the database says with the first question; what is no link at all names
 *  nothing, in the same words. */
export async function letLinkIn(c: PortalContext) {
  const link = c.req.param('link') ?? ''
  const sessionId = c.req.param('sessionId')
  await mayVisit(c, (await digestOf(link)).slice(0, 16))
  if (!LINK.test(link) || (sessionId !== undefined && !KEY.test(sessionId))) throw new HTTPException(404)
  c.set('customer', customerScopeOf(c, { link }))
}
