import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { isForPrograms } from '#worker/http/for-programs.ts'
import { hex, mac } from '#worker/http/mac.ts'
import { isSame } from '#worker/rules/same.ts'

/** Leaving must work whatever became of the sign-in, and harms nobody: there the origin is enough. */
const ALWAYS_WORKS = /^\/(sign-out|impersonations\/[^/]+\/end)$/

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** An unsafe request that carries our cookies comes from our own pages (`Origin`) and from a form we rendered (token). */
export const ownForms: MiddlewareHandler<Portal> = async (c, next) => {
  // Where no cookie counts, another site has nothing to send; where one does, JSON is not what a form can be.
  const isProgram = isForPrograms(c)
  if (!SAFE.includes(c.req.method) && (!isProgram || c.var.who.kind === 'cookie')) {
    if (c.req.header('origin') !== new URL(c.req.url).origin)
      throw new HTTPException(403, { message: 'This request did not come from the portal.' })
    if (!isProgram && c.var.who.loginKey !== '' && !ALWAYS_WORKS.test(c.req.path)) {
      const { csrf } = await c.req.parseBody()
      if (typeof csrf !== 'string' || !(await isToken(c, csrf))) {
        throw new HTTPException(403, { message: 'This form belongs to another sign-in. Reload the page and send it again.' })
      }
    }
  }
  await next()
}

/** The token of this sign-in's forms: an HMAC of its key, so that nothing needs to be kept. */
export function csrfToken(c: PortalContext): Promise<string> {
  return csrfOf(c.var.parts.settings.sessionKey, c.var.who.loginKey)
}

export async function csrfOf(secret: string, loginKey: string): Promise<string> {
  return hex(await mac(secret, `csrf:${loginKey}`))
}

async function isToken(c: PortalContext, given: string): Promise<boolean> {
  return isSame(given, await csrfToken(c))
}
