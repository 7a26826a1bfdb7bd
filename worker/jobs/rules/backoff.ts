const FIRST = 10_000
const LONGEST = 3_600_000
const SPREAD = 0.2

/** When a job is tried again after its n-th attempt failed, in ms: min(2ⁿ · 10 s, 1 h) ± 20 %, so that what failed together does not
 *  come back together. `chance` is from 0 to 1. */
export function backoff(attempts: number, chance: number): number {
  const wait = Math.min(2 ** attempts * FIRST, LONGEST)
  return Math.round(wait * (1 - SPREAD + 2 * SPREAD * chance))
}

/** One claim in ten takes the oldest job whatever its priority. */
export const takesOldest = (chance: number): boolean => chance < 0.1
