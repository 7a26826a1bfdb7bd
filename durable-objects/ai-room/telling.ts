import { chunkEvent, endEvent, type Told } from '#objects/ai-room/events.ts'
import type { Readers } from '#objects/ai-room/readers.ts'
import type { Runs } from '#objects/ai-room/runs.ts'
import { follow, keepSeat, seatOf } from '#objects/ai-room/seat.ts'
import type { RoomTimers } from '#objects/ai-room/timers.ts'
import { packets } from '#objects/user-room/packets.ts'
import { isOpen } from '#objects/user-room/seat.ts'
import { UNWATCHED_FOR } from '#worker/ai/rules/limits.ts'
import { basisOf } from '#worker/ai/rules/run.ts'

/** Closed for good: clients do not come back by themselves. */
export const CODES = { over: 4401, forbidden: 4403, flooding: 4429 } as const

/** The open sockets of a room, which runs each of them follows, and what it is told of them. */
export class Telling {
  readonly #state: DurableObjectState
  readonly #runs: Runs
  readonly #readers: Readers
  readonly #timers: RoomTimers
  constructor(state: DurableObjectState, runs: Runs, readers: Readers, timers: RoomTimers) {
    this.#state = state
    this.#runs = runs
    this.#readers = readers
    this.#timers = timers
  }

  sockets(sid?: string): WebSocket[] {
    return this.#state.getWebSockets(sid).filter(isOpen)
  }

  follow(socket: WebSocket, id: string, from: number) {
    if (!isOpen(socket)) return
    const seat = seatOf(socket)
    follow(seat, id, from)
    keepSeat(socket, seat)
    this.#timers.drop('unwatched', id)
    this.#tell(socket)
  }

  tellAll() {
    for (const socket of this.sockets()) this.#tell(socket)
    this.#readers.tell()
  }

  say(socket: WebSocket, [name, body]: Told) {
    if (isOpen(socket)) socket.send(packets.passing(seatOf(socket).namespace, name, body))
  }

  /** The front door keeps count of what its client has read. */
  setFull(socket: WebSocket, isFull: boolean) {
    keepSeat(socket, { ...seatOf(socket), isFull })
    if (!isFull) this.#tell(socket)
  }

  /** The last that it hears, and the end. */
  refuse(socket: WebSocket, last: string, code: number) {
    if (!isOpen(socket)) return
    socket.send(last)
    socket.close(code)
  }

  /** Nobody follows it any more: somebody may come back, for a while. */
  noteUnwatched(id: string, but?: WebSocket) {
    if (this.#runs.find(id)?.state !== 'running' || this.isWatched(id, but)) return
    this.#timers.begin('unwatched', id, Date.now() + UNWATCHED_FOR)
  }

  isWatched(id: string, but?: WebSocket): boolean {
    const sockets = this.sockets().filter((socket) => socket !== but && seatOf(socket).follows.some(({ run }) => run === id))
    return sockets.length > 0 || this.#readers.isRead(id)
  }

  /** All that follows of the runs this socket follows, then how they ended. The only way that a chunk is ever sent to a client. */
  #tell(socket: WebSocket) {
    const seat = seatOf(socket)
    if (seat.isFull || seat.follows.length === 0) return
    const basis = basisOf(seat.claims)
    seat.follows = seat.follows.filter((followed) => {
      const run = basis && this.#runs.seen(followed.run, basis)
      if (!run) return false
      if (run.task === 'chat') {
        for (const text of this.#runs.chunks(run.id, followed.next)) {
          this.say(socket, chunkEvent(run.id, followed.next, text))
          followed.next += 1
        }
      }
      if (run.state === 'running') return true
      this.say(
        socket,
        endEvent(run, () => this.#runs.text(run.id)),
      )
      return false
    })
    keepSeat(socket, seat)
  }
}
