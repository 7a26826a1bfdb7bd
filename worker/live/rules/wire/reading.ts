import { MARK_EVERY, MOST_UNREAD } from '#worker/live/rules/wire/limits.ts'

/** How far a client has read. A ping is a mark in what it is sent: whoever answers it has read everything before. */
export type Reading = {
  /** Characters of rooms sent in all, and read for certain. */
  sent: number
  read: number
  /** Pings that were not answered, oldest first. */
  pings: readonly Ping[]
  pingedAt: number
  /** Its rooms were asked to stop. */
  isFull: boolean
}

/** `asked`: the room that wants to know when it is answered, and the name of its question. */
type Ping = { sent: number; at: number; asked?: { visit: number; name: string } }

export const nothingSent = (now: number): Reading => ({ sent: 0, read: 0, pings: [], pingedAt: now, isFull: false })

export const unread = ({ sent, read }: Reading) => sent - read

export function afterSending(reading: Reading, length: number): Reading {
  const sent = reading.sent + length
  return { ...reading, sent, isFull: reading.isFull || sent - reading.read > MOST_UNREAD }
}

/** It is time for a mark. */
export const isUnmarked = ({ sent, read, pings }: Reading) => sent - (pings.at(-1)?.sent ?? read) >= MARK_EVERY

export const afterPing = (reading: Reading, now: number, asked?: Ping['asked']): Reading => ({
  ...reading,
  pings: [...reading.pings, { sent: reading.sent, at: now, ...(asked && { asked }) }],
  pingedAt: now,
})

export function afterPong(reading: Reading): Reading {
  const [answered, ...pings] = reading.pings
  const read = answered?.sent ?? reading.read
  return { ...reading, read, pings, isFull: reading.isFull && reading.sent - read >= MARK_EVERY }
}
