import { packets } from '#objects/user-room/packets.ts'
import { isOpen, keepSeat, type Seat, seatOf } from '#objects/user-room/seat.ts'
import { CODES, type Telling } from '#objects/user-room/telling.ts'
import type { Timers } from '#objects/user-room/timers.ts'
import { voices } from '#objects/user-room/voice.ts'

/** A token that has less left than this is asked for its successor, in ms. */
const WARN_AT = 60_000

/** The ends of what sockets stand on, each in its time. */
export class Tokens {
  readonly #telling: Telling
  readonly #timers: Timers
  constructor(telling: Telling, timers: Timers) {
    this.#telling = telling
    this.#timers = timers
  }

  /** Of a program: it is asked for the next token before the end. Of a page: its sign-in ends, and nobody can be asked. */
  watch(socket: WebSocket, { door, sid, claims: { expiresAt } }: Seat) {
    this.#timers.set('expire', sid, expiresAt)
    if (door === 'page') return
    this.#timers.drop('warn', sid)
    if (expiresAt - Date.now() <= WARN_AT) warn(socket)
    else this.#timers.set('warn', sid, expiresAt - WARN_AT)
  }

  /** It is time, unless there was another token meanwhile. */
  ring(kind: 'warn' | 'expire', sid: string, now: number) {
    const [socket] = this.#telling.sockets(sid)
    if (!socket) return
    const seat = seatOf(socket)
    const left = seat.claims.expiresAt - now
    if (kind === 'expire' && left <= 0) this.#telling.refuse(socket, voices[seat.door].over(seat), CODES.over)
    if (kind === 'warn' && left <= WARN_AT) warn(socket)
  }

  /** Another token under the same socket. */
  renew(socket: WebSocket, claims: Seat['claims']) {
    const seat = { ...seatOf(socket), claims }
    keepSeat(socket, seat)
    return seat
  }
}

function warn(socket: WebSocket) {
  const { namespace, claims } = seatOf(socket)
  const expiresIn = Math.max(0, claims.expiresAt - Date.now())
  if (isOpen(socket)) socket.send(packets.passing(namespace, 'auth:refresh-needed', { expiresIn }))
}
