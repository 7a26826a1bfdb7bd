import { CLOSING_NOTE } from '#worker/impersonation/rules/words.ts'

/** The time a session is open. All in ms where numbers are durations. Deadlines are judged by the database; what stands here serves
 *  forms, clocks and warnings. */
export const LONGEST = 4 * 60 * 60_000
export const IDLE_LIMIT = 10 * 60_000
/** Minutes before the end at which the operator is warned. */
export const WARNINGS = [10, 5, 1] as const
export type Warning = (typeof WARNINGS)[number]

export type Window = { endedAt: Date | null; expiresAt: Date }

export function isLive(window: Window, now: Date): boolean {
  return window.endedAt === null && now < window.expiresAt
}

/** Whether its operator may still say what came of it: once, and soon. */
export function mayNote({ endedAt, expiresAt }: Window, noted: boolean, now: Date): boolean {
  const since = now.getTime() - (endedAt ?? expiresAt).getTime()
  return !noted && since >= 0 && since < CLOSING_NOTE.days * 86_400_000
}

/** The warning that stands with so much time left: the tightest that has been reached. */
export function warningAt(remaining: number): Warning | null {
  return [...WARNINGS].reverse().find((minutes) => remaining <= minutes * 60_000) ?? null
}

/** In how many ms the next warning or the end is due. */
export function nextMoment(remaining: number): number {
  const next = WARNINGS.find((minutes) => minutes * 60_000 < remaining)
  return Math.max(0, next === undefined ? remaining : remaining - next * 60_000)
}
