/** How much one person may ask for. Nobody who works with customers comes near it; whoever copies the register does within minutes. */
export const BUDGETS = ['search', 'tenant', 'record'] as const
export type Budget = (typeof BUDGETS)[number]

/** `most` within `window` (ms), which slides. What is asked for beyond it is refused, and counts on towards a hold. */
export type Limit = { most: number; window: number }

const MINUTE = 60_000

/** `pages`: what a person opens. `api`: what all their programs ask together, so that signing in once more gives no more; they are
 *  faster, so they get less. */
export type Share = 'pages' | 'api'

const LIMITS: Record<Share, Record<Budget, Limit>> = {
  pages: {
    search: { most: 30, window: MINUTE },
    tenant: { most: 20, window: 60 * MINUTE },
    record: { most: 300, window: 10 * MINUTE },
  },
  api: {
    search: { most: 10, window: MINUTE },
    tenant: { most: 10, window: 60 * MINUTE },
    record: { most: 100, window: 10 * MINUTE },
  },
}

export function limitOf(budget: Budget, share: Share): Limit {
  return LIMITS[share][budget]
}

/** What counts of tenants is how many different ones; a second look at one of them costs nothing. */
export const countsDistinct = (budget: Budget) => budget === 'tenant'

/** What was asked for within the window before now: how much of it passed, the oldest moment of that, and all of it, refusals too. */
export type Tally = { passed: number; oldest: number | null; tried: number }

export type Verdict =
  | { ok: true }
  /** `retryAfter`: seconds until the window has room again. */
  | { ok: false; because: 'SPENT'; retryAfter: number }
  | { ok: false; because: 'HELD' }

/** Whether one more passes, at `now` in ms. Twice the limit, with what was refused, is no mistake any more. */
export function weigh({ most, window }: Limit, { passed, oldest, tried }: Tally, now: number): Verdict {
  if (tried + 1 > 2 * most) return { ok: false, because: 'HELD' }
  if (passed < most) return { ok: true }
  return { ok: false, because: 'SPENT', retryAfter: Math.max(1, Math.ceil(((oldest ?? now) + window - now) / 1000)) }
}

/** The reason that the person and their lead read. */
export const HOLD_REASONS: Record<Budget, string> = {
  search: 'Asked for twice as many searches in a minute as the budget allows.',
  tenant: 'Opened twice as many different tenants in an hour as the budget allows.',
  record: 'Read twice as many records in ten minutes as the budget allows.',
}
