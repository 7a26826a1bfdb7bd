import type { Claims } from '#worker/live/rules/claims.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'
import { marked } from '#worker/live/rules/wire/control.ts'

/** What a room knows of one socket. It is kept with the socket itself, so that it is there again when the object wakes. */
export type Seat = {
  /** `front`: socket.io packets through the Worker. `page`: fragments, straight to a browser. */
  door: 'front' | 'page'
  sid: string
  namespace: string
  claims: Claims
  /** The last place of the log that this socket has passed. */
  sent: number
  /** When it sat down, in ms since the epoch: the first heartbeat is waited for from here. */
  since: number
  /** Characters sent of which nobody said yet that they arrived. */
  unread: number
  /** The question that asks for it, and how much was sent after it. */
  mark: { name: string; after: number } | null
}

/** From here on a socket is asked whether it keeps up, and beyond here nothing is sent until it has answered. In characters. */
const ASK_AT = 64 * 1024
const MOST_UNREAD = 256 * 1024

export const seatOf = (socket: WebSocket) => socket.deserializeAttachment() as Seat
export const keepSeat = (socket: WebSocket, seat: Seat) => socket.serializeAttachment(seat)

/** Sends, counts, and asks for a sign of reading now and then. The answer names the question: who did not read it cannot know. A page
 *  answers by itself, for a client the front door does, when a ping behind it was answered. */
export function send(socket: WebSocket, seat: Seat, text: string) {
  if (!isOpen(socket)) return
  socket.send(text)
  seat.unread += text.length
  if (seat.mark) seat.mark.after += text.length
  else if (seat.unread > ASK_AT) {
    seat.mark = { name: newEpoch(), after: 0 }
    socket.send(seat.door === 'front' ? marked(seat.mark.name) : JSON.stringify({ mark: seat.mark.name }))
  }
}

/** Whether that was the question that is open; then all before it was read. */
export function isRead(seat: Seat, name: string): boolean {
  if (seat.mark?.name !== name) return false
  seat.unread = seat.mark.after
  seat.mark = null
  return true
}

/** A reader that does not keep up waits, and nobody waits for it. What it misses stands in the log. */
export function isBehind(socket: WebSocket, seat: Seat): boolean {
  return seat.unread > MOST_UNREAD || buffered(socket) > MOST_UNREAD
}

/** What the runtime itself holds back for this socket, in bytes; older runtimes do not say. */
export function buffered(socket: WebSocket): number {
  return (socket as { bufferedAmount?: number }).bufferedAmount ?? 0
}

export const isOpen = (socket: WebSocket) => socket.readyState === WebSocket.OPEN
