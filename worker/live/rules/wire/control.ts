import type { Claims } from '#worker/live/rules/claims.ts'

/** What the front door and a room say to each other about a socket. No client can say or hear it: all of theirs are packets, and those
 *  begin with a digit. */

/** The person showed a new token, and it was confirmed. `ack`: the question to answer, if it was one. */
export const refreshed = (ack: number | null, claims: Claims) => `!refresh ${JSON.stringify({ ack, claims })}`

/** A room asks to be told, by this name, when the client has read so far. */
export const markIn = (text: string) => (text.startsWith('!mark ') ? text.slice('!mark '.length) : undefined)

export const wasRead = (mark: string) => `!read ${mark}`
