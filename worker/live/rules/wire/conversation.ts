import type { Claims } from '#worker/live/rules/claims.ts'
import type { Json } from '#worker/live/rules/publication.ts'
import type { FrontTicket } from '#worker/live/rules/ticket.ts'
import { DRAINED, FULL, markFrom, read, refreshed } from '#worker/live/rules/wire/control.ts'
import { frameFrom, message, PING } from '#worker/live/rules/wire/frame.ts'
import { CONNECT_WITHIN, LONGEST, MOST_FRAMES, MOST_IGNORED, MOST_KEPT, PING_EVERY, PONG_WITHIN } from '#worker/live/rules/wire/limits.ts'
import { isNamespace, type Namespace } from '#worker/live/rules/wire/namespaces.ts'
import { after, fresh, type Pace } from '#worker/live/rules/wire/pace.ts'
import { type EventData, type Packet, packetFrom, packetText } from '#worker/live/rules/wire/packet.ts'
import { afterPing, afterPong, afterSending, isUnmarked, nothingSent, type Reading, unread } from '#worker/live/rules/wire/reading.ts'
import { CLOSE, type Closing, isPassing, refusalData, type SocketRefusal } from '#worker/live/rules/wire/refusals.ts'

/** One client's connection at the front door, from the open packet to the close: what it said, what is to be done. The sockets are
 *  somebody else's; so every turn of it is told in a test without any. */
export type Conversation = {
  began: number
  ended: boolean
  /** In both directions. */
  frames: number
  /** Frames that came too fast and were dropped. */
  ignored: number
  pace: Pace
  reading: Reading
  /** Since when nobody is inside anything. */
  alone: number | null
  /** The last visit to each namespace. */
  visits: readonly Visit[]
  next: number
}

/** A namespace that a client asked for. `asked`: the gate is being asked; `renewing`: so it is about a new token. */
type Visit = { id: number; namespace: Namespace; state: 'asked' | 'inside' | 'renewing' | 'left' }

export type Input =
  | { from: 'client'; data: string | ArrayBuffer }
  | { from: 'client'; gone: true }
  | { from: 'gate'; visit: number; entered: { ok: true } | { ok: false; because: SocketRefusal } }
  | { from: 'gate'; visit: number; ack: number | null; renewed: { ok: true; claims: Claims } | { ok: false; because: SocketRefusal } }
  /** `kept`: bytes that wait for the client, where the runtime says so. */
  | { from: 'room'; visit: number; text: string; kept?: number | undefined }
  | { from: 'room'; visit: number; gone: number }
  | { from: 'clock' }

export type Effect =
  | { do: 'send'; text: string }
  /** The last one: all rooms are left with it. */
  | { do: 'close'; how: Closing }
  | { do: 'enter'; visit: number; namespace: Namespace; token: string | undefined; since: FrontTicket['since'] }
  | { do: 'renew'; visit: number; ack: number | null; token: string | undefined }
  | { do: 'tell'; visit: number; text: string }
  | { do: 'leave'; visit: number }

type Turn = [Conversation, Effect[]]

export const begun = (now: number): Conversation => ({
  began: now,
  ended: false,
  frames: 0,
  ignored: 0,
  pace: fresh(now),
  reading: nothingSent(now),
  alone: now,
  visits: [],
  next: 1,
})

/** What becomes of it, and what is to be done, in this order. After the end nothing is heard. */
export function heard(was: Conversation, input: Input, now: number): Turn {
  if (was.ended) return 'visit' in input && 'entered' in input ? [was, [{ do: 'leave', visit: input.visit }]] : [was, []]
  const [next, effects] = turn(was, input, now)
  const sent = effects.filter((effect) => effect.do === 'send').length
  const frames = was.frames + sent + (input.from === 'client' ? 1 : 0)
  const counted = { ...next, frames, alone: isInside(next) ? null : (next.alone ?? now) }
  if (counted.ended || frames <= MOST_FRAMES) return [counted, effects]
  const [last, closing] = close(counted, CLOSE.COME_BACK)
  return [last, [...effects, ...closing]]
}

function turn(was: Conversation, input: Input, now: number): Turn {
  if (input.from === 'clock') return ticked(was, now)
  if (input.from === 'client') return 'gone' in input ? close(was, CLOSE.DONE) : framed(was, input.data, now)
  const visit = was.visits.find(({ id }) => id === input.visit)
  if (visit === undefined || visit.state === 'left') return late(was, input)
  if (input.from === 'gate') return 'entered' in input ? entered(was, visit, input.entered) : renewed(was, visit, input.ack, input.renewed)
  return 'gone' in input ? gone(was, input.gone) : told(was, visit, input, now)
}

/** An answer to somebody who has left. A room that is over closes its socket after it said so. */
function late(was: Conversation, input: Extract<Input, { visit: number }>): Turn {
  if ('entered' in input) return [was, [{ do: 'leave', visit: input.visit }]]
  return 'gone' in input && !isHere(was) ? close(was, { code: input.gone >= 4000 ? input.gone : CLOSE.DONE.code, reason: '' }) : [was, []]
}

function ticked(was: Conversation, now: number): Turn {
  const { began, alone, reading } = was
  const [oldest] = reading.pings
  if (now - began >= LONGEST) return close(was, CLOSE.COME_BACK)
  if (oldest !== undefined && now - oldest.at >= PONG_WITHIN) return close(was, CLOSE.SILENT)
  if (alone !== null && now - alone >= CONNECT_WITHIN) return close(was, CLOSE.NOBODY)
  return now - reading.pingedAt < PING_EVERY ? [was, []] : pinged(was, now)
}

const pinged = (was: Conversation, now: number, asked?: { visit: number; name: string }): Turn => [
  { ...was, reading: afterPing(was.reading, now, asked) },
  [{ do: 'send', text: PING }],
]

function framed(was: Conversation, data: string | ArrayBuffer, now: number): Turn {
  const frame = frameFrom(data)
  if (typeof frame === 'string') return refuse(was, CLOSE[frame])
  if (frame.kind === 'close') return close(was, CLOSE.DONE)
  if (frame.kind === 'pong') return ponged(was)
  const parsed = packetFrom(frame.text)
  if (!parsed.ok) return refuse(was, parsed.because === 'BINARY' ? CLOSE.BINARY : CLOSE.GARBAGE)
  const { pace, isTooFast } = after(was.pace, now)
  if (!isTooFast) return said({ ...was, pace }, parsed.packet, frame.text)
  const ignored = was.ignored + 1
  if (ignored > MOST_IGNORED) return close(was, CLOSE.LATER)
  return [{ ...was, pace, ignored }, tooFast(parsed.packet)]
}

/** Whoever asked something is told; the rest is dropped. */
function tooFast(packet: Packet): Effect[] {
  if (packet.type === 'connect') return [turnedAway(packet.namespace, 'RATE_LIMITED')]
  return packet.type === 'event' ? answer(packet.namespace, packet.id, { success: false, code: 'RATE_LIMITED' }) : []
}

function said(was: Conversation, packet: Packet, text: string): Turn {
  const visit = was.visits.find(({ namespace }) => namespace === packet.namespace)
  const state = visit?.state ?? 'left'
  if (packet.type === 'connect') return state === 'left' ? knocked(was, packet) : refuse(was, CLOSE.GARBAGE)
  // Answers to what nobody asked for, and words that were on the way when a room was left.
  if (visit?.state === 'left') return [was, []]
  if (visit === undefined || packet.type === 'connect_error') return refuse(was, CLOSE.GARBAGE)
  if (packet.type === 'disconnect') return [withState(was, visit, 'left'), [{ do: 'leave', visit: visit.id }]]
  if (visit.state === 'asked') return refuse(was, CLOSE.GARBAGE)
  if (packet.type === 'ack') return [was, []]
  if (packet.data[0] === 'auth:refresh') return renewal(was, visit, packet.id ?? null, packet.data)
  return [was, [{ do: 'tell', visit: visit.id, text }]]
}

function knocked(was: Conversation, { namespace, data = {} }: Packet & { type: 'connect' }): Turn {
  if (!isNamespace(namespace)) {
    return [was, [packet({ type: 'connect_error', namespace, data: { message: 'Invalid namespace' } })]]
  }
  const visit: Visit = { id: was.next, namespace, state: 'asked' }
  const others = was.visits.filter((each) => each.namespace !== namespace)
  const { token, pid, offset } = data
  return [
    { ...was, next: was.next + 1, visits: [...others, visit] },
    [{ do: 'enter', visit: visit.id, namespace, token: tokenFrom(token), since: sinceFrom(pid, offset) }],
  ]
}

function entered(was: Conversation, visit: Visit, answered: { ok: true } | { ok: false; because: SocketRefusal }): Turn {
  if (!answered.ok) return [withState(was, visit, 'left'), [turnedAway(visit.namespace, answered.because)]]
  return [withState(was, visit, 'inside'), was.reading.isFull ? [{ do: 'tell', visit: visit.id, text: FULL }] : []]
}

/** One token at a time. */
function renewal(was: Conversation, visit: Visit, ack: number | null, [, first]: EventData): Turn {
  if (visit.state === 'renewing') return [was, answer(visit.namespace, ack, { success: false, code: 'RATE_LIMITED' })]
  const token = typeof first === 'object' && first !== null && !Array.isArray(first) ? first.token : undefined
  return [withState(was, visit, 'renewing'), [{ do: 'renew', visit: visit.id, ack, token: tokenFrom(token) }]]
}

type Renewed = { ok: true; claims: Claims } | { ok: false; because: SocketRefusal }

/** The room has the last word on a good token; a bad one ends the visit here. */
function renewed(was: Conversation, visit: Visit, ack: number | null, result: Renewed): Turn {
  const stays = withState(was, visit, 'inside')
  if (result.ok) return [stays, [{ do: 'tell', visit: visit.id, text: refreshed(ack, result.claims) }]]
  const told = answer(visit.namespace, ack, { success: false, code: result.because })
  if (isPassing(result.because)) return [stays, told]
  const left = withState(was, visit, 'left')
  const effects: Effect[] = [...told, packet({ type: 'disconnect', namespace: visit.namespace }), { do: 'leave', visit: visit.id }]
  if (isHere(left)) return [left, effects]
  const [ended, closing] = close(left, CLOSE.STAY_AWAY)
  return [ended, [...effects, ...closing]]
}

/** A packet of a room goes out as it is; a goodbye or a refusal is its last. A mark stays here, and is asked for by a ping. */
function told(was: Conversation, visit: Visit, { text, kept }: { text: string; kept?: number | undefined }, now: number): Turn {
  const mark = markFrom(text)
  if (mark !== undefined) return pinged(was, now, { visit: visit.id, name: mark })
  const reading = afterSending(was.reading, text.length)
  if ((kept ?? unread(reading)) > MOST_KEPT) return close(was, CLOSE.LATER)
  const next = { ...(/^[14]/.test(text) ? withState(was, visit, 'left') : was), reading }
  const [marked, ping] = isUnmarked(reading) ? pinged(next, now) : [next, []]
  const stop = reading.isFull && !was.reading.isFull ? tellAll(next, FULL) : []
  return [marked, [{ do: 'send', text: message(text) }, ...ping, ...stop]]
}

function ponged(was: Conversation): Turn {
  const next = { ...was, reading: afterPong(was.reading) }
  const asked = was.reading.pings[0]?.asked
  const asks = asked && inside(next).some(({ id }) => id === asked.visit)
  const told: Effect[] = asks ? [{ do: 'tell', visit: asked.visit, text: read(asked.name) }] : []
  return [next, was.reading.isFull && !next.reading.isFull ? [...told, ...tellAll(next, DRAINED)] : told]
}

/** An object went away without a word: it is there again when it is asked for, with what was missed. */
const gone = (was: Conversation, code: number): Turn => close(was, code >= 4000 ? { code, reason: '' } : CLOSE.COME_BACK)

/** Whoever speaks another language is sent away, and its clients do not come back by themselves. */
function refuse(was: Conversation, how: Closing): Turn {
  const goodbyes = inside(was).map(({ namespace }) => packet({ type: 'disconnect', namespace }))
  const [ended, closing] = close(was, how)
  return [ended, [...goodbyes, ...closing]]
}

function close(was: Conversation, how: Closing): Turn {
  return [{ ...was, ended: true, visits: [] }, [{ do: 'close', how }]]
}

const inside = (was: Conversation) => was.visits.filter(({ state }) => state === 'inside' || state === 'renewing')
const isInside = (was: Conversation) => inside(was).length > 0
const isHere = (was: Conversation) => was.visits.some(({ state }) => state !== 'left')

const withState = (was: Conversation, visit: Visit, state: Visit['state']): Conversation => ({
  ...was,
  visits: was.visits.map((each) => (each.id === visit.id ? { ...each, state } : each)),
})

const packet = (told: Packet): Effect => ({ do: 'send', text: message(packetText(told)) })
const turnedAway = (namespace: string, code: SocketRefusal) => packet({ type: 'connect_error', namespace, data: refusalData(code) })

const tellAll = (was: Conversation, text: string): Effect[] => inside(was).map(({ id }) => ({ do: 'tell', visit: id, text }))

const answer = (namespace: string, id: number | null | undefined, said: Json): Effect[] =>
  id === null || id === undefined ? [] : [packet({ type: 'ack', namespace, id, data: [said] })]

const LONGEST_WORD = 100

/** An empty word is none, as in a form. What is no word at all is a token that nobody made. */
const tokenFrom = (given: Json | undefined) => (given === undefined || given === null || given === '' ? undefined : String(given))

/** A client that heard nothing yet has no offset; its session tells where it began. */
function sinceFrom(pid: Json | undefined, offset: Json | undefined): FrontTicket['since'] {
  const isWord = (each: Json | undefined): each is string => typeof each === 'string' && each.length > 0 && each.length <= LONGEST_WORD
  return isWord(pid) ? { pid, offset: isWord(offset) ? offset : null } : null
}
