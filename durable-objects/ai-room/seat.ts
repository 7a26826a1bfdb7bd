import type { Entity } from '#objects/ai-room/asking.ts'
import type { Claims } from '#worker/live/rules/claims.ts'

/** What the room knows of one socket; kept with the socket, so that it is there again when the object wakes. */
export type Seat = {
  sid: string
  namespace: string
  claims: Claims
  /** The record that was loaded last: its name, never what it holds. */
  context: Entity | null
  /** Runs that are followed here, and the next chunk of each. */
  follows: { run: string; next: number }[]
  /** The front door said that its client does not read. */
  isFull: boolean
}

/** More than anybody follows; the one that was begun first makes room. */
const MOST_FOLLOWED = 8

export const seatOf = (socket: WebSocket) => socket.deserializeAttachment() as Seat
export const keepSeat = (socket: WebSocket, seat: Seat) => socket.serializeAttachment(seat)

/** From this chunk on, in place of where it was. */
export function follow(seat: Seat, run: string, next: number) {
  seat.follows = [...seat.follows.filter((each) => each.run !== run), { run, next }].slice(-MOST_FOLLOWED)
}
