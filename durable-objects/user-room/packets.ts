import type { Entry } from '#objects/user-room/log.ts'
import { type Cursor, cursorText } from '#worker/live/rules/cursor.ts'
import type { Json } from '#worker/live/rules/publication.ts'

/** socket.io's packets as they stand in an engine.io message, for the few kinds a room says and hears. */
export const packets = {
  connected: (namespace: string, sid: string, pid: string) => `0${namespace},${JSON.stringify({ sid, pid })}`,
  refused: (namespace: string, message: string, code?: string) =>
    `4${namespace},${JSON.stringify(code === undefined ? { message } : { message, data: { code } })}`,
  disconnected: (namespace: string) => `1${namespace},`,
  /** The place is the last argument: the stock client keeps it and shows it when it comes back. */
  logged: (namespace: string, { name, body }: Pick<Entry, 'name' | 'body'>, place: Cursor) =>
    `2${namespace},["${name}",${body},"${cursorText(place)}"]`,
  /** Said once, to one socket, and written down nowhere. */
  passing: (namespace: string, name: string, body: Json) => `2${namespace},${JSON.stringify([name, body])}`,
  ack: (namespace: string, id: number, ...answers: Json[]) => `3${namespace},${id}${JSON.stringify(answers)}`,
}

export type Heard = { kind: 'event'; id: number | null; name: string; args: unknown[] } | { kind: 'disconnect' } | { kind: 'other' }

const EVENT = /^2(?:\/[^,]*,)?(\d{0,15})(\[.*\])$/s

/** What a client said in its namespace. The front door has parsed it before; null is for what cannot come from there. */
export function heard(frame: string): Heard | null {
  if (frame.startsWith('1')) return { kind: 'disconnect' }
  if (frame.startsWith('3')) return { kind: 'other' }
  const [, id, json] = EVENT.exec(frame) ?? []
  if (json === undefined) return null
  try {
    const [name, ...args] = JSON.parse(json) as unknown[]
    return typeof name === 'string' ? { kind: 'event', id: id ? Number(id) : null, name, args } : null
  } catch {
    return null
  }
}
