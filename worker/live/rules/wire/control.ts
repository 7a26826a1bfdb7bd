import type { Claims } from '#worker/live/rules/claims.ts'

/** What the front door and a room say to each other about a client. No client can say it: all of theirs are packets, and those begin with
 *  a digit. */

/** The person showed a new token, and it was confirmed. `ack`: the question to answer, if it was one. */
export const refreshed = (ack: number | null, claims: Claims) => `!refresh ${JSON.stringify({ ack, claims })}`

/** What a client says, with the sealed keys of the person who says it: for rooms that read on their behalf. */
export const keyed = (keys: string, text: string) => `!with ${keys} ${text}`

export function keyedFrom(frame: string): { keys: string | null; text: string } {
  const [, keys = null, text = frame] = /^!with (\S+) ([^]*)$/.exec(frame) ?? []
  return { keys, text }
}

/** A room asks whether its client has read everything up to here. */
export const marked = (name: string) => `!mark ${name}`
export const markFrom = (frame: string): string | undefined => /^!mark (\S+)$/.exec(frame)?.[1]

/** It has, says the front door, as a page does itself. */
export const read = (name: string) => `!read ${name}`
export const readFrom = (frame: string): string | undefined => /^!read (\S+)$/.exec(frame)?.[1]

/** To rooms that do not ask: the client does not read, send nothing more. */
export const FULL = '!full'
/** It has read: what it missed meanwhile comes from the log, then the rest. */
export const DRAINED = '!drained'
