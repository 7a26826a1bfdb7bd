import type { JobState } from '#worker/jobs/rules/words.ts'

/** What a person may do with a job by hand, and from where. */
export const MOVES = {
  replay: ['discarded', 'cancelled'],
  cancel: ['scheduled', 'available', 'retryable'],
} as const satisfies Record<string, JobState[]>
export type Move = keyof typeof MOVES

export const SESSION_ENDED = 'SESSION_ENDED'

/** A job of a session that is over would only be refused again. */
export function movesOf({ state, lastError }: { state: JobState; lastError: string | null }): Move[] {
  const from = (move: Move) => (MOVES[move] as readonly JobState[]).includes(state)
  return (Object.keys(MOVES) as Move[]).filter((move) => from(move) && !(move === 'replay' && lastError === SESSION_ENDED))
}
