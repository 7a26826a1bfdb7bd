import type { Entry, Log } from '#objects/user-room/log.ts'
import { buffered, isBehind, isOpen, isRead, keepSeat, type Seat, seatOf, send } from '#objects/user-room/seat.ts'
import type { Timers } from '#objects/user-room/timers.ts'
import { voices } from '#objects/user-room/voice.ts'
import { roomsOf } from '#worker/live/rules/claims.ts'
import type { Cursor } from '#worker/live/rules/cursor.ts'

/** A socket that did not drain is looked at again after this, in ms. */
const DRAIN_AFTER = 1_000

/** Closed for good: the sign-in or token is over, or may not be here. Clients do not come back by themselves. */
export const CODES = { over: 4401, forbidden: 4403, flooding: 4429 } as const

/** The open sockets of a room, and what is said to them. */
export class Telling {
  readonly #state: DurableObjectState
  readonly #log: Log
  readonly #timers: Timers
  constructor(state: DurableObjectState, log: Log, timers: Timers) {
    this.#state = state
    this.#log = log
    this.#timers = timers
  }

  sockets(sid?: string): WebSocket[] {
    return this.#state.getWebSockets(sid).filter(isOpen)
  }

  tellAll() {
    for (const socket of this.sockets()) this.tell(socket)
  }

  /** Everything that follows in the log for this socket, as far as it keeps up. The only way that an event is ever sent. */
  tell(socket: WebSocket) {
    const seat = seatOf(socket)
    const head = this.#log.head()
    if (!this.#log.reaches(seat.sent)) {
      this.stale(socket, seat, head)
      seat.sent = head.seq
    }
    for (const entry of this.#log.after(seat.sent, roomsOf(seat.claims))) {
      if (isBehind(socket, seat)) {
        if (buffered(socket) > 0) this.#timers.begin('drain', '', Date.now() + DRAIN_AFTER)
        return keepSeat(socket, seat)
      }
      say(socket, seat, entry, { epoch: head.epoch, seq: entry.seq })
      seat.sent = entry.seq
    }
    seat.sent = head.seq
    keepSeat(socket, seat)
  }

  /** What was missed cannot be told. */
  stale(socket: WebSocket, seat: Seat, place: Cursor) {
    say(socket, seat, { name: 'inbox:stale', body: '{}' }, place)
  }

  /** Something that stands in no log, for one socket: it moves nothing. */
  aside(socket: WebSocket, entry: Pick<Entry, 'name' | 'body'>) {
    const seat = seatOf(socket)
    say(socket, seat, entry, { epoch: this.#log.head().epoch, seq: seat.sent })
    keepSeat(socket, seat)
  }

  /** A mark came back: everything before it was read. */
  read(socket: WebSocket, name: string) {
    const seat = seatOf(socket)
    if (!isRead(seat, name)) return
    keepSeat(socket, seat)
    this.tell(socket)
  }

  /** The last that it hears, and the end. */
  refuse(socket: WebSocket, last: string, code: number) {
    if (!isOpen(socket)) return
    socket.send(last)
    socket.close(code)
  }
}

function say(socket: WebSocket, seat: Seat, entry: Pick<Entry, 'name' | 'body'>, place: Cursor) {
  send(socket, seat, voices[seat.door].event(seat, entry, place))
}
