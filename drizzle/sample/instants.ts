import type { Random } from './random.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const later = (at: Date, ms: number) => new Date(at.getTime() + ms)
export const earliest = (a: Date, b: Date) => (a < b ? a : b)
export const latest = (a: Date, b: Date) => (a > b ? a : b)
export const between = (random: Random, from: Date, to: Date) =>
  new Date(from.getTime() + random.next() * Math.max(0, to.getTime() - from.getTime()))
/** The instant at a share of the way: what is ordered by share is ordered in time, however short the way. */
export const along = (from: Date, to: Date, share: number) => new Date(from.getTime() + share * (to.getTime() - from.getTime()))

/** Mostly on working days and in the middle of the day, never outside the window. */
export function atWork(random: Random, from: Date, to: Date): Date {
  const any = between(random, from, to)
  const weekend = any.getUTCDay() % 6 === 0 && random.chance(0.7) ? random.pick([-2, 2]) * DAY : 0
  const midnight = Math.floor((any.getTime() + weekend) / DAY) * DAY
  const hour = Math.min(23.9, Math.max(0, 13.5 + 4 * random.normal()))
  const chosen = new Date(midnight + Math.floor(hour * HOUR))
  return chosen >= from && chosen <= to ? chosen : any
}
