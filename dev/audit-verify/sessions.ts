const STARTED = 1
const ENDED = 2

/** Sessions in tenants, by what the trail says of them: each has a start and an end, or the report names it. */
export class Sessions {
  readonly #seen = new Map<string, number>()

  see({ session_id: id, act, outcome }: { session_id?: unknown; act?: unknown; outcome?: unknown }) {
    if (typeof id !== 'string') return
    const is = act === 'impersonation:start' && outcome === 'done' ? STARTED : ENDS.has(act) && outcome !== 'refused' ? ENDED : 0
    this.#seen.set(id, (this.#seen.get(id) ?? 0) | is)
  }

  get count() {
    return this.#seen.size
  }

  withoutStart = (): string[] => this.#without(STARTED)
  withoutEnd = (): string[] => this.#without(ENDED)

  #without(part: number): string[] {
    return [...this.#seen].filter(([, seen]) => (seen & part) === 0).map(([id]) => id)
  }
}

const ENDS = new Set<unknown>(['impersonation:end', 'impersonation:kill', 'impersonation:stolen'])
