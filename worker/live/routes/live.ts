import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { ownSignIn } from '#worker/live/queries/own-sign-in.ts'
import type { Staff } from '#worker/live/rules/claims.ts'
import { sealTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'

/** Longer than any place in a log. */
const LONGEST_PLACE = 80

/** The direct door: an open page asks for a socket, and has it with its person's room. */
export const liveRoutes = new Hono<Portal>().get('/live', permit('GET /live'), async (c) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return c.text('This address is for sockets.', 426, { Upgrade: 'websocket' })
  // An upgrade is a GET, with cookies, from any site that likes to try.
  if (c.req.header('origin') !== new URL(c.req.url).origin) {
    throw new HTTPException(403, { message: 'This request did not come from the portal.' })
  }
  const claims = await claimsOf(c)
  const since = c.req.query('since')?.slice(0, LONGEST_PLACE) || null
  const headers = { Upgrade: 'websocket', [TICKET_HEADER]: sealTicket({ claims, since }) }
  const { status, webSocket } = await c.var.parts.enterRoom(claims.userId, new Request('https://room/page', { headers }))
  if (!webSocket) throw new HTTPException(503, { message: 'The room of this person cannot be reached.' })
  // What an object answers cannot be changed, and every answer of ours gets its headers.
  return new Response(null, { status, webSocket })
})

/** What the database says of them with this very request. */
async function claimsOf({ var: { scope, operator, now } }: PortalContext): Promise<Staff> {
  const login = await ownSignIn(scope)
  const { session } = scope.entered ?? {}
  const { id: userId, role, lead, status } = operator
  return {
    kind: 'staff',
    userId,
    role,
    lead,
    loginId: login.id,
    familyId: null,
    inside: session ? { tenantId: session.tenantId, sessionId: session.id } : null,
    issuedAt: login.createdAt.getTime(),
    expiresAt: now.getTime() + login.remaining,
    ...(status === 'HELD' ? { isHeld: true } : {}),
  }
}
