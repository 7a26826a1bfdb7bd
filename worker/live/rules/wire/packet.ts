import type { Json } from '#worker/live/rules/publication.ts'
import { MAX_DEPTH, MAX_PAYLOAD } from '#worker/live/rules/wire/limits.ts'

/** The packets of socket.io, protocol 5, as text: https://socket.io/docs/v4/socket-io-protocol/. The stock parser says what is a packet;
 *  where this one is stricter, `Malformed` says why, and a test finds no other difference in a million frames. */
export type Packet =
  | { type: 'connect'; namespace: string; data?: { [name: string]: Json } }
  | { type: 'disconnect'; namespace: string }
  | { type: 'event'; namespace: string; id?: number; data: EventData }
  | { type: 'ack'; namespace: string; id: number; data: Json[] }
  | { type: 'connect_error'; namespace: string; data: string | { [name: string]: Json } }

/** A name, then its arguments. */
export type EventData = [name: string | number, ...Json[]]

/** Why something is no packet. The stock parser refuses the first four as well, and takes the others. */
export type Malformed =
  | 'TYPE'
  | 'JSON'
  | 'SHAPE'
  | 'RESERVED'
  /** Binary packets come in parts; nothing here has any. */
  | 'BINARY'
  | 'TOO_LARGE'
  | 'TOO_DEEP'
  /** Other signs than a namespace of ours could have: a query among them, which some clients once put there. */
  | 'NAMESPACE'
  /** White space counts as the number 0 in the stock parser, as a type and as an id. */
  | 'BLANK'
  /** An id beyond what a number can hold, on what nobody acknowledges, or missing where it is all there is. */
  | 'ID'
  /** Nothing where there must be something. */
  | 'EMPTY'

export type Parsed = { ok: true; packet: Packet } | { ok: false; because: Malformed }

const TYPES = ['connect', 'disconnect', 'event', 'ack', 'connect_error'] as const
/** Names that mean something to the clients themselves. */
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']

const PARTS = /^(?:(\/[^,]*),?)?(\d+)?(.*)$/s
const NAMESPACE = /^\/[\w.~/-]{0,127}$/

const no = (because: Malformed): Parsed => ({ ok: false, because })

/** Never throws, whatever it is given. */
export function packetFrom(text: string): Parsed {
  if (isTooLarge(text)) return no('TOO_LARGE')
  if (text === '' || /^\s/.test(text)) return no('BLANK')
  if (text.startsWith('5') || text.startsWith('6')) return no('BINARY')
  const type = TYPES[Number(text[0])]
  if (type === undefined) return no('TYPE')
  const [, namespace = '/', digits, rest = ''] = PARTS.exec(text.slice(1)) ?? []
  if (!NAMESPACE.test(namespace)) return no('NAMESPACE')
  if (/^\s/.test(rest)) return no('BLANK')
  const id = digits === undefined ? undefined : Number(digits)
  if (id !== undefined && (!Number.isSafeInteger(id) || !['event', 'ack'].includes(type))) return no('ID')
  const data = jsonFrom(rest)
  if (data === NOT_JSON) return no('JSON')
  if (data !== undefined && isDeeper(data, MAX_DEPTH)) return no('TOO_DEEP')
  return shaped(type, namespace, id, data)
}

function shaped(type: Packet['type'], namespace: string, id: number | undefined, data: Json | undefined): Parsed {
  const ok = (packet: Packet): Parsed => ({ ok: true, packet })
  switch (type) {
    case 'connect':
      if (data === undefined) return ok({ type, namespace })
      return isRecord(data) ? ok({ type, namespace, data }) : no('SHAPE')
    case 'disconnect':
      return data === undefined ? ok({ type, namespace }) : no('SHAPE')
    case 'event':
      if (data === undefined) return no('EMPTY')
      if (!isEvent(data)) return no('SHAPE')
      if (RESERVED.includes(String(data[0]))) return no('RESERVED')
      return ok({ type, namespace, ...(id !== undefined && { id }), data })
    case 'ack':
      if (data === undefined) return no('EMPTY')
      if (!Array.isArray(data)) return no('SHAPE')
      return id === undefined ? no('ID') : ok({ type, namespace, id, data })
    case 'connect_error':
      if (data === undefined) return no('EMPTY')
      return typeof data === 'string' || isRecord(data) ? ok({ type, namespace, data }) : no('SHAPE')
  }
}

/** As it goes over the wire, the engine's own digit before it not counted. */
export function packetText(packet: Packet): string {
  const namespace = packet.namespace === '/' ? '' : `${packet.namespace},`
  const id = 'id' in packet ? packet.id : ''
  const data = 'data' in packet ? JSON.stringify(packet.data) : ''
  return `${TYPES.indexOf(packet.type)}${namespace}${id}${data}`
}

const NOT_JSON = Symbol('not JSON')

function jsonFrom(text: string): Json | undefined | typeof NOT_JSON {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return NOT_JSON
  }
}

/** Counted only where the length leaves a doubt: one UTF-16 unit is three bytes at most. */
export function isTooLarge(text: string): boolean {
  if (text.length * 3 <= MAX_PAYLOAD) return false
  return text.length > MAX_PAYLOAD || new TextEncoder().encode(text).length > MAX_PAYLOAD
}

function isDeeper(value: Json, than: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return than === 0 || Object.values(value).some((each) => isDeeper(each, than - 1))
}

const isRecord = (value: Json): value is { [name: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)

const isEvent = (value: Json): value is EventData => Array.isArray(value) && ['string', 'number'].includes(typeof value[0])
