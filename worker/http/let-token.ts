import { HTTPException } from 'hono/http-exception'
import { bearerIn } from '#worker/http/bearer.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { SessionEnded } from '#worker/http/session-ended.ts'
import { openTenantToken } from '#worker/http/tenant-token.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'

/** A tenant's own user, whom the product vouches for. Nothing of the database is opened to them here. */
export async function letTenantIn(c: PortalContext) {
  const token = bearerIn(c.req.header('authorization'))
  const user = token === undefined ? null : await openTenantToken(token, c.var.parts.settings.tenantTokens, c.var.now)
  if (user === null) throw new HTTPException(401, { message: 'A token of the product is needed.' })
  c.set('tenantUser', user)
}

/** The token of a session dies with its row, at every door. A browser is outside again when its session ends and goes on; a program
 *  that shows such a token means the session, so it is told before anything is done. */
export async function stillInside(c: PortalContext) {
  const { who, scope } = c.var
  if (who.kind !== 'token' || who.sessionKey === undefined) return
  await confirmed(scope)
  if (scope.entered?.state === 'ended') throw new SessionEnded()
}
