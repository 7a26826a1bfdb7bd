/** How much may be asked of a model. Times in ms. */
export const MOST_AT_ONCE = 2
export const MOST_PER_HOUR = 30
const HOUR = 60 * 60_000

/** Nobody looks at it for so long, and it is stopped. */
export const UNWATCHED_FOR = 60_000
/** A text is kept for so long after its end, and no longer than the session it was asked in. */
export const KEPT_FOR = 24 * HOUR
/** Runs without their texts, for the counting above. */
export const RUNS_KEPT_FOR = 48 * HOUR

/** In characters: what a person can ask, and what anybody reads. */
export const LONGEST_QUESTION = 4_000
export const LONGEST_ANSWER = 64 * 1024

/** A tenant's tokens are counted over this time. */
export const BUDGET_WINDOW = 24 * HOUR

export type Limited = { ok: true } | { ok: false; retryAfter: number }

/** `started`: the moments at which runs of the last hour began; `running`: how many have not ended. `retryAfter` in seconds. */
export function mayBegin({ running, started }: { running: number; started: number[] }, now: number): Limited {
  if (running >= MOST_AT_ONCE) return { ok: false, retryAfter: 5 }
  const lately = started.filter((at) => at > now - HOUR).toSorted((a, b) => a - b)
  if (lately.length < MOST_PER_HOUR) return { ok: true }
  return { ok: false, retryAfter: seconds(lately[lately.length - MOST_PER_HOUR]! + HOUR - now) }
}

/** `spent`: what was spent and when, the oldest first. There is room again when enough of it has passed out of the window. */
export function maySpend(spent: { at: number; tokens: number }[], most: number, now: number): Limited {
  let left = spent.reduce((sum, { tokens }) => sum + tokens, 0)
  if (left < most) return { ok: true }
  for (const { at, tokens } of spent) {
    left -= tokens
    if (left < most) return { ok: false, retryAfter: seconds(at + BUDGET_WINDOW - now) }
  }
  return { ok: false, retryAfter: BUDGET_WINDOW / 1000 }
}

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000))
