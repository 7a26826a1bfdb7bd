import type { Claims } from '#worker/live/rules/claims.ts'

/** What the front door says to a room about a client. No client can say it: all of theirs are packets, and those begin with a digit. */

/** The person showed a new token, and it was confirmed. `ack`: the question to answer, if it was one. */
export const refreshed = (ack: number | null, claims: Claims) => `!refresh ${JSON.stringify({ ack, claims })}`

/** The client does not read: send nothing more. */
export const FULL = '!full'
/** It has read: what it missed meanwhile comes from the log, then the rest. */
export const DRAINED = '!drained'
