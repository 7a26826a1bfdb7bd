import { keepSeat, type Seat, seatOf } from '#objects/ai-room/seat.ts'
import { CODES, type Telling } from '#objects/ai-room/telling.ts'
import type { RoomTimers } from '#objects/ai-room/timers.ts'
import type { Endings } from '#objects/user-room/endings.ts'
import { packets } from '#objects/user-room/packets.ts'
import { isOpen } from '#objects/user-room/seat.ts'
import { basisOf, maySee } from '#worker/ai/rules/run.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import type { Json } from '#worker/live/rules/publication.ts'

/** A token that has less left than this is asked for its successor, in ms. */
const WARN_AT = 60_000

/** The ends of the tokens that sockets stand on, and the next one of each. */
export class Tokens {
  readonly #telling: Telling
  readonly #timers: RoomTimers
  readonly #endings: Endings
  constructor(telling: Telling, timers: RoomTimers, endings: Endings) {
    this.#telling = telling
    this.#timers = timers
    this.#endings = endings
  }

  watch(socket: WebSocket, { sid, claims }: Seat) {
    this.#timers.set('expire', sid, claims.expiresAt)
    if (claims.expiresAt - Date.now() > WARN_AT) this.#timers.set('warn', sid, claims.expiresAt - WARN_AT)
    else this.#warn(socket)
  }

  /** It is time, unless there was another token meanwhile. */
  ring(kind: 'warn' | 'expire', sid: string, now: number) {
    const [socket] = this.#telling.sockets(sid)
    if (!socket) return
    const { claims, namespace } = seatOf(socket)
    if (kind === 'expire' && claims.expiresAt <= now) this.#telling.refuse(socket, packets.disconnected(namespace), CODES.over)
    if (kind === 'warn' && claims.expiresAt - now <= WARN_AT) this.#warn(socket)
  }

  /** The same person in the same place, no older: the front door has verified the rest. */
  refresh(socket: WebSocket, text: string) {
    const { ack, claims } = JSON.parse(text) as { ack: number | null; claims: Claims }
    const seat = seatOf(socket)
    const [place, before] = [basisOf(claims), basisOf(seat.claims)]
    const isTheirs = claims.userId === seat.claims.userId && claims.kind === seat.claims.kind
    const isSamePlace = place === null || before === null ? place === before : maySee(place, before)
    const now = Date.now()
    const isGood = isTheirs && isSamePlace && claims.issuedAt >= seat.claims.issuedAt && claims.expiresAt > now
    const reply = (answer: { [name: string]: Json }) => {
      if (ack !== null && isOpen(socket)) socket.send(packets.ack(seat.namespace, ack, answer))
    }
    if (!isGood || this.#endings.of(claims, now).length > 0) {
      reply({ success: false, code: 'INVALID_TOKEN' })
      return this.#telling.refuse(socket, packets.disconnected(seat.namespace), CODES.over)
    }
    keepSeat(socket, { ...seat, claims })
    reply({ success: true, expiresAt: claims.expiresAt })
    this.#timers.drop('warn', seat.sid)
    this.watch(socket, { ...seat, claims })
  }

  #warn(socket: WebSocket) {
    const { claims } = seatOf(socket)
    this.#telling.say(socket, ['auth:refresh-needed', { expiresIn: Math.max(0, claims.expiresAt - Date.now()) }])
  }
}
