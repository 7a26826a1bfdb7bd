import type { Entry } from '#objects/user-room/log.ts'
import { type Cursor, cursorText } from '#worker/live/rules/cursor.ts'
import type { Json } from '#worker/live/rules/publication.ts'
import { packetText } from '#worker/live/rules/wire/packet.ts'

/** What a room says in socket.io's words. */
export const packets = {
  connected: (namespace: string, sid: string, pid: string) => packetText({ type: 'connect', namespace, data: { sid, pid } }),
  refused: (namespace: string, message: string, code?: string) =>
    packetText({ type: 'connect_error', namespace, data: code === undefined ? { message } : { message, data: { code } } }),
  disconnected: (namespace: string) => packetText({ type: 'disconnect', namespace }),
  /** The place is the last argument: the stock client keeps it and shows it when it comes back. The body is JSON already. */
  logged: (namespace: string, { name, body }: Pick<Entry, 'name' | 'body'>, place: Cursor) =>
    `2${namespace},["${name}",${body},"${cursorText(place)}"]`,
  /** Said once, to one socket, and written down nowhere. */
  passing: (namespace: string, name: string, body: Json) => packetText({ type: 'event', namespace, data: [name, body] }),
  ack: (namespace: string, id: number, answer: Json) => packetText({ type: 'ack', namespace, id, data: [answer] }),
}
