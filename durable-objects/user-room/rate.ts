/** Words of a client per second in the long run, at once, and where it is shown out. */
const PER_SECOND = 20
const AT_ONCE = 60
const TOO_MANY = 600

export type Verdict = 'heard' | 'limited' | 'out'

/** How often one person speaks, over all their sockets. Kept in memory: who floods keeps the object awake. */
export class Rate {
  #spoken = 0
  #at = 0

  verdict(now: number): Verdict {
    this.#spoken = Math.max(0, this.#spoken - ((now - this.#at) / 1000) * PER_SECOND) + 1
    this.#at = now
    return this.#spoken <= AT_ONCE ? 'heard' : this.#spoken <= TOO_MANY ? 'limited' : 'out'
  }
}
