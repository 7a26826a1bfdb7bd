/** Why a session is looked at by a second person once it is over. `sample`: nothing about it asked for it, chance did. */
export const REVIEW_REASONS = ['break_glass', 'read_write', 'reveal', 'export', 'sample'] as const
export const REVIEW_STATES = ['pending', 'approved', 'flagged'] as const
export const VERDICTS = ['approved', 'flagged'] as const

export type ReviewReason = (typeof REVIEW_REASONS)[number]
export type ReviewState = (typeof REVIEW_STATES)[number]
export type Verdict = (typeof VERDICTS)[number]

export const REASON_NAMES: Record<ReviewReason, string> = {
  break_glass: 'Break-glass',
  read_write: 'Read-write',
  reveal: 'Reveals',
  export: 'Exports',
  sample: 'Drawn by chance',
}

export const STATE_NAMES: Record<ReviewState, string> = { pending: 'Pending', approved: 'Approved', flagged: 'Flagged' }
