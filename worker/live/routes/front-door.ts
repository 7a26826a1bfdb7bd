import { Hono } from 'hono'
import { sealKeys } from '#worker/ai/asker.ts'
import { bearerIn } from '#worker/http/bearer.ts'
import { readCookie } from '#worker/http/cookies.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { attend, type Behind } from '#worker/live/attend.ts'
import { admit } from '#worker/http/admit.ts'
import { sealTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'
import { handshakeFault } from '#worker/live/rules/wire/handshake.ts'
import { NAMESPACES } from '#worker/live/rules/wire/namespaces.ts'

/** Where stock socket.io clients come in. Who they are they say in the socket, so the Worker holds it, and opens one into their room when
 *  it knows them: a bad token never touches an object. */
export const frontDoor = new Hono<Portal>()
  .use('/socket.io/', async (c, next) => {
    const fault = faultOf(c)
    return fault === null ? next() : c.json(fault.body, fault.status)
  })
  .get('/socket.io/', permit('GET /socket.io/'), (c) => {
    const [ours, theirs] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket]
    attend(ours, behind(c))
    return new Response(null, { status: 101, webSocket: theirs })
  })

function faultOf(c: PortalContext) {
  return handshakeFault({
    method: c.req.method,
    query: (name) => c.req.query(name),
    isUpgrade: c.req.header('upgrade')?.toLowerCase() === 'websocket',
    hasCookies: readCookie(c, 'login') !== undefined || readCookie(c, 'session') !== undefined,
    isFromUs: c.req.header('origin') === new URL(c.req.url).origin,
  })
}

function behind(c: PortalContext): Behind {
  const { parts } = c.var
  return {
    clock: parts.clock,
    admit: (token, held) => admit(c, token, held),
    sealed: (keys) => sealKeys(parts.settings.sessionKey, keys),
    token: bearerIn(c.req.header('authorization')) ?? (parts.settings.allowsQueryToken ? c.req.query('token') : undefined),
    enter: async ({ namespace, ...who }) => {
      const { by, address } = NAMESPACES[namespace]
      const ticket = sealTicket({ namespace, sid: crypto.randomUUID(), ...who })
      const upgrade = new Request(address, { headers: { Upgrade: 'websocket', [TICKET_HEADER]: ticket } })
      try {
        const { webSocket } = await parts[by](who.claims.userId, upgrade)
        return webSocket ?? undefined
      } catch (error) {
        const why = error instanceof Error ? error.name : 'unknown'
        console.error(JSON.stringify({ alert: 'room_unavailable', requestId: c.var.requestId, error: why }))
        return undefined
      }
    },
  }
}
