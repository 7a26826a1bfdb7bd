import type { Json } from '#worker/live/rules/publication.ts'

/** Why nobody is let in, or a message is not passed on. A client decides by the code; the words are for whoever reads its log. */
export const SOCKET_REFUSALS = {
  UNAUTHORIZED: 'Unauthorized: a token is needed',
  INVALID_TOKEN: 'Unauthorized: invalid token',
  TOKEN_EXPIRED: 'Unauthorized: token expired',
  REVOKED: 'Unauthorized: what this token rests on was ended',
  RATE_LIMITED: 'Too much at once, try again in a minute',
  UNAVAILABLE: 'This cannot be looked up right now, try again in a moment',
} as const
export type SocketRefusal = keyof typeof SOCKET_REFUSALS

/** What a `connect_error` says. */
export const refusalData = (code: SocketRefusal): { [name: string]: Json } => ({ message: SOCKET_REFUSALS[code], data: { code } })

/** A refusal that says nothing about the token: whoever is in stays in. */
export const isPassing = (code: SocketRefusal) => code === 'RATE_LIMITED' || code === 'UNAVAILABLE'

export const CLOSE = {
  DONE: { code: 1000, reason: '' },
  SILENT: { code: 1001, reason: 'ping timeout' },
  GARBAGE: { code: 1002, reason: 'parse error' },
  BINARY: { code: 1003, reason: 'parse error' },
  NOBODY: { code: 1008, reason: 'not let in anywhere' },
  TOO_LARGE: { code: 1009, reason: 'parse error' },
  COME_BACK: { code: 1012, reason: 'come back' },
  LATER: { code: 1013, reason: 'try again later' },
  STAY_AWAY: { code: 4401, reason: 'unauthorized' },
} as const
export type Closing = { code: number; reason: string }
