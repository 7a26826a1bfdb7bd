import type { Absence } from '#objects/user-room/absence.ts'
import type { Endings } from '#objects/user-room/endings.ts'
import { packets } from '#objects/user-room/packets.ts'
import type { Presence } from '#objects/user-room/presence.ts'
import { Rate } from '#objects/user-room/rate.ts'
import { isOpen, type Seat, seatOf } from '#objects/user-room/seat.ts'
import { CODES, type Telling } from '#objects/user-room/telling.ts'
import type { Tokens } from '#objects/user-room/tokens.ts'
import { voices } from '#objects/user-room/voice.ts'
import { type Claims, roomsOf } from '#worker/live/rules/claims.ts'
import { placesOf } from '#worker/live/rules/places.ts'
import type { Json } from '#worker/live/rules/publication.ts'
import { readFrom } from '#worker/live/rules/wire/control.ts'
import { type EventData, packetFrom } from '#worker/live/rules/wire/packet.ts'
import { type Shown, shownFrom } from '#worker/tenant/rules/news.ts'

type Parts = {
  telling: Telling
  tokens: Tokens
  endings: Endings
  presence: Presence
  absence: Absence
  isProduction: () => boolean
  /** Whether what a page shows of a tenant is another version by now. */
  hasMovedOn: (tenantId: string, shown: Shown) => Promise<boolean>
}

/** What is said to a room: by clients, by pages, and by the front door on its own behalf. */
export class Listening {
  readonly #parts: Parts
  readonly #rate = new Rate()
  constructor(parts: Parts) {
    this.#parts = parts
  }

  async hear(socket: WebSocket, message: string): Promise<void> {
    const { telling } = this.#parts
    const seat = seatOf(socket)
    // No client's frame begins so.
    if (seat.door === 'front' && message.startsWith('!')) return this.#control(socket, message)
    const verdict = this.#rate.verdict(Date.now())
    const mark = readFrom(message)
    if (mark !== undefined) telling.read(socket, mark)
    else if (verdict === 'out') this.#showOut(socket, seat)
    else if (seat.door === 'page' && message.startsWith('!seen ')) await this.#compare(socket, seat, message.slice('!seen '.length))
    else if (seat.door === 'front') this.#answer(socket, seat, message, verdict === 'limited')
  }

  async #control(socket: WebSocket, frame: string) {
    const mark = readFrom(frame)
    if (mark !== undefined) this.#parts.telling.read(socket, mark)
    else if (frame.startsWith('!refresh ')) await this.#refresh(socket, frame.slice('!refresh '.length))
  }

  /** A page shows a record since before it sat here, or missed what cannot be told: it is told that there is a later one. */
  async #compare(socket: WebSocket, { claims }: Seat, place: string) {
    const shown = shownFrom(place)
    if (shown === undefined || claims.kind !== 'staff' || claims.inside === null) return
    if (!(await this.#parts.hasMovedOn(claims.inside.tenantId, shown)) || !isOpen(socket)) return
    const body = JSON.stringify({ id: shown.record, version: shown.version + 1 })
    this.#parts.telling.aside(socket, { name: 'record:changed', body })
  }

  #answer(socket: WebSocket, seat: Seat, frame: string, isLimited: boolean) {
    const said = packetFrom(frame)
    if (!said.ok) return socket.close(1003, 'not a packet')
    const { packet } = said
    if (packet.type === 'disconnect') return socket.close(1000, 'client left')
    if (packet.type !== 'event' || packet.id === undefined) return
    const answer = isLimited ? { success: false, code: 'RATE_LIMITED' } : this.#answerTo(packet.data, seat.claims)
    if (answer !== undefined) socket.send(packets.ack(seat.namespace, packet.id, answer))
  }

  /** Undefined for what nobody here knows; a client that waits for it has its own patience. */
  #answerTo([name, asked]: EventData, claims: Claims): Json | undefined {
    const rooms = roomsOf(claims)
    if (name === 'subscribe') return { success: rooms.some((room) => room === (asked as { room?: unknown } | null)?.room) }
    if (name === 'debug:my-rooms' && !this.#parts.isProduction()) return rooms
    return undefined
  }

  #showOut(socket: WebSocket, seat: Seat) {
    const last = seat.door === 'front' ? packets.refused(seat.namespace, 'Too many messages', 'RATE_LIMITED') : voices.page.over(seat)
    this.#parts.telling.refuse(socket, last, CODES.flooding)
  }

  /** The front door has verified the new token; here it must be the same person's, and no older than the one that is held. */
  async #refresh(socket: WebSocket, text: string) {
    const { telling, tokens, endings, presence, absence } = this.#parts
    const { ack, claims } = JSON.parse(text) as { ack: number | null; claims: Claims }
    const held = seatOf(socket).claims
    const isTheirs = claims.userId === held.userId && claims.kind === held.kind && tenantOf(claims) === tenantOf(held)
    const now = Date.now()
    const isGood = isTheirs && claims.issuedAt >= held.issuedAt && claims.expiresAt > now && endings.of(claims, now).length === 0
    if (isGood) await presence.arrive(placesOf(claims), claims.role)
    if (!isOpen(socket)) return
    const { namespace } = seatOf(socket)
    const reply = (answer: { success: boolean } & Record<string, boolean | number | string>) => {
      if (ack !== null) socket.send(packets.ack(namespace, ack, answer))
    }
    if (!isGood) {
      reply({ success: false, code: 'INVALID_TOKEN' })
      return telling.refuse(socket, voices.front.over(seatOf(socket)), CODES.over)
    }
    const seat = tokens.renew(socket, claims)
    reply({ success: true, expiresAt: claims.expiresAt })
    tokens.watch(socket, seat)
    absence.note()
  }
}

const tenantOf = (claims: Claims) => (claims.kind === 'tenant' ? claims.tenantId : null)
