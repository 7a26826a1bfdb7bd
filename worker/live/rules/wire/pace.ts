import { BURST, PER_SECOND } from '#worker/live/rules/wire/limits.ts'

/** A bucket that fills slowly: what a client may still send. */
export type Pace = { left: number; at: number }

export const fresh = (now: number): Pace => ({ left: BURST, at: now })

export function after(pace: Pace, now: number): { pace: Pace; isTooFast: boolean } {
  const filled = Math.min(BURST, pace.left + (Math.max(0, now - pace.at) * PER_SECOND) / 1000)
  const isTooFast = filled < 1
  return { pace: { left: isTooFast ? filled : filled - 1, at: now }, isTooFast }
}
