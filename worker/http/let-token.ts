import { HTTPException } from 'hono/http-exception'
import type { Door } from '#worker/doors.ts'
import { bearerIn } from '#worker/http/bearer.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { SessionEnded } from '#worker/http/session-ended.ts'
import { openTenantToken } from '#worker/http/tenant-token.ts'
import { customerScopeOf, mayVisit } from '#worker/http/visit.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { TENANT_ROLES } from '#worker/tenant/rules/words.ts'

/** A tenant's own user, whom the product vouches for. Where a door asks for a role, the database is asked about them, too, by what they do. */
export async function letTenantIn(c: PortalContext, { tenantRole }: Pick<Door, 'tenantRole'>) {
  const token = bearerIn(c.req.header('authorization'))
  const user = token === undefined ? null : await openTenantToken(token, c.var.parts.settings.tenantTokens, c.var.now)
  if (user === null) throw new HTTPException(401, { message: 'A token of the product is needed.' })
  c.set('tenantUser', user)
  if (tenantRole === undefined) return
  if (TENANT_ROLES.indexOf(user.role) < TENANT_ROLES.indexOf(tenantRole))
    throw new HTTPException(403, { message: `This needs the role ${tenantRole} of the tenant.` })
  await mayVisit(c, user.userId)
  c.set('customer', customerScopeOf(c, { tenant: user.tenantId, user: user.userId }))
}

/** The token of a session dies with its row, at every door. A browser is outside again when its session ends and goes on; a program
 *  that shows such a token means the session, so it is told before anything is done. */
export async function stillInside(c: PortalContext) {
  const { who, scope } = c.var
  if (who.kind !== 'token' || who.sessionKey === undefined) return
  await confirmed(scope)
  if (scope.entered?.state === 'ended') throw new SessionEnded()
}
