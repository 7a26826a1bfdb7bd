import { afterEnding, type Endings } from '#objects/user-room/endings.ts'
import type { Log } from '#objects/user-room/log.ts'
import { packets } from '#objects/user-room/packets.ts'
import { keepSeat, type Seat, send } from '#objects/user-room/seat.ts'
import { CODES, type Telling } from '#objects/user-room/telling.ts'
import { voices } from '#objects/user-room/voice.ts'
import { roomsOf } from '#worker/live/rules/claims.ts'
import { cursorFrom, cursorText, newEpoch } from '#worker/live/rules/cursor.ts'
import type { FrontTicket, PageTicket } from '#worker/live/rules/ticket.ts'

const NAMESPACE = '/notifications'
/** Sockets of one person. More tabs than that are a loop. */
const MOST_SOCKETS = 50
/** A page that comes without a place is told again what came while it was on its way, in ms. */
const ON_ITS_WAY = 10_000

/** Sitting down: what a socket is told first, and from which place on it hears. Answers its seat, or null where it was shown out. */
export class Arrivals {
  readonly #state: DurableObjectState
  readonly #log: Log
  readonly #endings: Endings
  readonly #telling: Telling
  constructor(state: DurableObjectState, log: Log, endings: Endings, telling: Telling) {
    this.#state = state
    this.#log = log
    this.#endings = endings
    this.#telling = telling
  }

  front(socket: WebSocket, { namespace, sid, claims, since }: FrontTicket): Seat | null {
    const seat = this.#accept(socket, { door: 'front', sid, namespace, claims })
    if (namespace !== NAMESPACE) return this.#refuse(socket, packets.refused(namespace, 'Invalid namespace'), CODES.forbidden)
    if (this.#isOver(seat)) return this.#refuse(socket, packets.refused(namespace, 'Unauthorized: token revoked', 'REVOKED'), CODES.over)
    if (this.#isFull()) return this.#refuse(socket, packets.refused(namespace, 'Too many connections', 'RATE_LIMITED'), CODES.flooding)
    const head = this.#log.head()
    const from = since && cursorFrom(since.offset ?? since.pid)
    const isCovered = from !== null && this.#log.covers(from, roomsOf(claims))
    if (isCovered) seat.sent = from.seq
    // Before the new session is told: a client that loses the connection in between comes with its old one, and is told again.
    else if (since) this.#telling.stale(socket, seat, head)
    const pid = isCovered && since ? since.pid : `${cursorText(head)}.${newEpoch()}`
    return this.#seated(socket, seat, voices.front.welcome(seat, head, pid))
  }

  page(socket: WebSocket, { claims, since }: PageTicket): Seat | null {
    const seat = this.#accept(socket, { door: 'page', sid: newEpoch(), namespace: '', claims })
    if (this.#isOver(seat)) return this.#refuse(socket, voices.page.over(seat), CODES.over)
    if (this.#isFull()) return this.#refuse(socket, voices.page.over(seat), CODES.flooding)
    const head = this.#log.head()
    const from = cursorFrom(since)
    if (since === null) seat.sent = this.#log.placeAt(Date.now() - ON_ITS_WAY)
    else if (from !== null && this.#log.covers(from, roomsOf(seat.claims))) seat.sent = from.seq
    else this.#telling.stale(socket, seat, head)
    return this.#seated(socket, seat, voices.page.welcome(seat, { ...head, seq: seat.sent }, ''))
  }

  #accept(socket: WebSocket, who: Pick<Seat, 'door' | 'sid' | 'namespace' | 'claims'>): Seat {
    this.#state.acceptWebSocket(socket, [who.sid])
    const seat: Seat = { ...who, sent: this.#log.head().seq, unread: 0, mark: null, since: Date.now() }
    keepSeat(socket, seat)
    return seat
  }

  #seated(socket: WebSocket, seat: Seat, welcome: string): Seat {
    send(socket, seat, welcome)
    keepSeat(socket, seat)
    this.#telling.tell(socket)
    return seat
  }

  #refuse(socket: WebSocket, last: string, code: number): null {
    this.#telling.refuse(socket, last, code)
    return null
  }

  #isFull = () => this.#telling.sockets().length > MOST_SOCKETS

  /** Whether what the claims rest on ended while they were on their way. A page of an ended session sits down outside of it. */
  #isOver(seat: Seat): boolean {
    for (const over of this.#endings.of(seat.claims, Date.now())) {
      const claims = afterEnding(seat.door, seat.claims, over)
      if (claims === null) return true
      seat.claims = claims
    }
    return seat.claims.expiresAt <= Date.now()
  }
}
