import type { Log } from '#objects/user-room/log.ts'
import type { Presence } from '#objects/user-room/presence.ts'
import { seatOf } from '#objects/user-room/seat.ts'
import type { Telling } from '#objects/user-room/telling.ts'
import type { Timers } from '#objects/user-room/timers.ts'
import { type Place, placesOf } from '#worker/live/rules/places.ts'

/** Somebody whose last socket closed may only be turning a page. In ms. */
const LEAVE_AFTER = 5 * 60_000
/** After a failure. */
const AGAIN_AFTER = 60_000

/** Leaving: places that no open socket needs any more are told so, after a while. */
export class Absence {
  readonly #log: Log
  readonly #timers: Timers
  readonly #presence: Presence
  readonly #telling: Telling
  constructor(log: Log, timers: Timers, presence: Presence, telling: Telling) {
    this.#log = log
    this.#timers = timers
    this.#presence = presence
    this.#telling = telling
  }

  note(closed?: WebSocket) {
    const needed = this.#needed(closed)
    for (const place of this.#presence.places()) if (!needed.has(place)) this.#timers.begin('leave', place, Date.now() + LEAVE_AFTER)
  }

  async ring(key: string) {
    const place = key as Place
    const isDue = () => this.#timers.due(Date.now()).some((timer) => timer.kind === 'leave' && timer.key === place)
    try {
      await this.#presence.leave(place, () => {
        if (!isDue()) return false
        if (this.#needed().has(place)) {
          this.#timers.drop('leave', place)
          return false
        }
        // Whoever comes back after this was away when it mattered, and is told so.
        if (this.#telling.sockets().length === 0) this.#log.beginEpoch()
        return true
      })
      this.#timers.drop('leave', place)
    } catch {
      this.#timers.set('leave', place, Date.now() + AGAIN_AFTER)
    }
  }

  #needed(but?: WebSocket): Set<string> {
    return new Set(
      this.#telling
        .sockets()
        .filter((socket) => socket !== but)
        .flatMap((socket) => placesOf(seatOf(socket).claims)),
    )
  }
}
