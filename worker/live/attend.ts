import type { Claims } from '#worker/live/rules/claims.ts'
import type { Keys } from '#worker/ai/asker.ts'
import type { Admission } from '#worker/http/admit.ts'
import { keyed } from '#worker/live/rules/wire/control.ts'
import type { FrontTicket } from '#worker/live/rules/ticket.ts'
import { begun, type Effect, heard, type Input } from '#worker/live/rules/wire/conversation.ts'
import { open } from '#worker/live/rules/wire/frame.ts'
import { type Namespace, NAMESPACES } from '#worker/live/rules/wire/namespaces.ts'
import { CLOSE } from '#worker/live/rules/wire/refusals.ts'

/** What stands behind one client's connection. */
export type Behind = {
  /** Who shows this token, or why not. `held`: what the socket in which it is shown stands on. */
  admit: (token: string | undefined, held?: Claims) => Promise<Admission>
  /** The token of the request itself, for those who say nothing in the socket. */
  token: string | undefined
  /** The room's end of a new socket; undefined where the room cannot be had. */
  enter: (visit: { namespace: Namespace; claims: Claims; since: FrontTicket['since'] }) => Promise<WebSocket | undefined>
  /** The keys behind a token, sealed for its person. */
  sealed: (keys: Keys) => Promise<string>
  clock: () => Date
}

/** The clock of a conversation is looked at this often, in ms. */
const LOOK_EVERY = 5_000

/** Holds the sockets of one conversation: the client's, and one into a room per namespace. What is done with them is decided there. */
export function attend(client: WebSocket, { admit, token: fromRequest, enter, sealed, clock }: Behind): void {
  /** `keys`: sealed, of visits to rooms that read for their person. They are here, in memory, and nowhere else. */
  const rooms = new Map<number, { room: WebSocket; held: Claims; keys?: string }>()
  let conversation = begun(clock().getTime())

  const hear = (input: Input) => {
    const [next, effects] = heard(conversation, input, clock().getTime())
    conversation = next
    for (const effect of effects) perform(effect)
  }

  const perform = (effect: Effect) => {
    if (effect.do === 'send' && client.readyState === WebSocket.OPEN) client.send(effect.text)
    if (effect.do === 'tell') rooms.get(effect.visit)?.room.send(withKeys(effect.visit, effect.text))
    if (effect.do === 'leave') leave(effect.visit)
    if (effect.do === 'enter') void visitRoom(effect)
    if (effect.do === 'renew') void renew(effect)
    if (effect.do === 'close') {
      clearInterval(timer)
      for (const visit of rooms.keys()) leave(visit)
      client.close(effect.how.code, effect.how.reason)
    }
  }

  const leave = (visit: number) => {
    const left = rooms.get(visit)
    rooms.delete(visit)
    left?.room.close(CLOSE.DONE.code)
  }

  /** Only a client's own words: what the door says of itself begins with another sign. */
  const withKeys = (visit: number, text: string) => {
    const shown = rooms.get(visit)?.keys
    return shown === undefined || text.startsWith('!') ? text : keyed(shown, text)
  }

  const keysOf = async ({ keys }: Admission & { ok: true }) => (keys === undefined ? {} : { keys: await sealed(keys) })

  const visitRoom = async ({ visit, token, ...place }: Effect & { do: 'enter' }) => {
    const admission = await admit(token ?? fromRequest)
    if (!admission.ok) return hear({ from: 'gate', visit, entered: admission })
    const room = conversation.ended ? undefined : await enter({ ...place, claims: admission.claims })
    if (room === undefined) return hear({ from: 'gate', visit, entered: { ok: false, because: 'UNAVAILABLE' } })
    const keys = NAMESPACES[place.namespace].keyed ? await keysOf(admission) : {}
    rooms.set(visit, { room, held: admission.claims, ...keys })
    const isStill = () => rooms.get(visit)?.room === room
    room.addEventListener('message', ({ data }) => {
      if (isStill()) hear({ from: 'room', visit, text: String(data), kept: (client as { bufferedAmount?: number }).bufferedAmount })
    })
    const lost = (code: number) => {
      if (!isStill()) return
      rooms.delete(visit)
      hear({ from: 'room', visit, gone: code })
    }
    room.addEventListener('close', ({ code }) => lost(code))
    room.addEventListener('error', () => lost(CLOSE.COME_BACK.code))
    room.accept()
    hear({ from: 'gate', visit, entered: { ok: true } })
  }

  const renew = async ({ visit, ack, token }: Effect & { do: 'renew' }) => {
    const renewed = await admit(token, rooms.get(visit)?.held)
    const place = rooms.get(visit)
    // The room has the last word, and whom it refuses it shows out.
    if (renewed.ok && place) {
      place.held = renewed.claims
      if (place.keys !== undefined) Object.assign(place, await keysOf(renewed))
    }
    hear({ from: 'gate', visit, ack, renewed })
  }

  const timer = setInterval(() => hear({ from: 'clock' }), LOOK_EVERY)
  client.addEventListener('message', ({ data }) => hear({ from: 'client', data }))
  client.addEventListener('close', () => hear({ from: 'client', gone: true }))
  client.addEventListener('error', () => hear({ from: 'client', gone: true }))
  client.accept()
  client.send(open(crypto.randomUUID()))
}
