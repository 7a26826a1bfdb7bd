import { isTooLarge } from '#worker/live/rules/wire/packet.ts'
import { MAX_PAYLOAD, PING_EVERY, PONG_WITHIN } from '#worker/live/rules/wire/limits.ts'

/** The frames of engine.io, protocol 4, over a WebSocket: one digit, then what it carries. https://socket.io/docs/v4/engine-io-protocol/ */
export type Frame = { kind: 'message'; text: string } | { kind: 'pong' } | { kind: 'close' }

export type FrameFault = 'BINARY' | 'TOO_LARGE' | 'GARBAGE'

/** What a client sent. It answers pings and never sends one, and upgrades nothing: there is one transport. `b` is binary in letters. */
export function frameFrom(data: string | ArrayBuffer): Frame | FrameFault {
  if (typeof data !== 'string' || data.startsWith('b')) return 'BINARY'
  if (isTooLarge(data)) return 'TOO_LARGE'
  if (data.startsWith('4')) return { kind: 'message', text: data.slice(1) }
  if (data === '3') return { kind: 'pong' }
  if (data === '1') return { kind: 'close' }
  return 'GARBAGE'
}

export const PING = '2'
export const message = (packet: string) => `4${packet}`

/** The first frame: by which name the connection goes, and what it may expect of us. */
export const open = (sid: string) =>
  `0${JSON.stringify({ sid, upgrades: [], pingInterval: PING_EVERY, pingTimeout: PONG_WITHIN, maxPayload: MAX_PAYLOAD })}`
