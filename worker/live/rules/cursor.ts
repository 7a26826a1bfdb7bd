/** A place in the log of one room. The epoch changes when the log can no longer vouch for what came between, so that an older place
 *  is never taken for a covered one. */
export type Cursor = { epoch: string; seq: number }

const PLACE = /^([0-9a-z]{8,32})\.(\d{1,15})(?:\.[0-9a-z]{1,32})?$/

export const cursorText = ({ epoch, seq }: Cursor) => `${epoch}.${seq}`

/** Null for anything that is no place. What follows a second dot is the name of a client's session, which begins with its place. */
export function cursorFrom(text: unknown): Cursor | null {
  const found = typeof text === 'string' ? PLACE.exec(text) : null
  return found?.[1] === undefined ? null : { epoch: found[1], seq: Number(found[2]) }
}

/** Unguessable within a room, and short: also the name of an epoch. */
export function newEpoch(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
