/** What becomes of a wish to make somebody an administrator: a second administrator decides, or it lapses. */
export const GRANT_STATES = ['asked', 'granted', 'refused'] as const
export type GrantState = (typeof GRANT_STATES)[number]
