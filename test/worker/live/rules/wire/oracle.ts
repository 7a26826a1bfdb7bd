import { Decoder, Encoder, type Packet as StockPacket, PacketType } from 'socket.io-parser'
import { type Malformed, type Packet, packetFrom, packetText } from '#worker/live/rules/wire/packet.ts'
import { randomFrames } from './random-frames.ts'

/** Where we refuse what the stock parser takes: the reason, and what must be true of the frame for it to count. */
const STRICTER: Partial<Record<Malformed, { why: string; of: (text: string, stock: StockPacket) => boolean }>> = {
  BINARY: { why: 'no packet in parts', of: (text) => /^[56]/.test(text) },
  TOO_LARGE: { why: 'over 64 KiB', of: (text) => new TextEncoder().encode(text).length > 65_536 },
  TOO_DEEP: { why: 'nested more than 16 deep', of: (_, { data }) => depthOf(data) > 16 },
  NAMESPACE: {
    why: 'other signs than names of ours have, or too many',
    of: (_, { nsp }) => !/^\/[\w.~/-]*$/.test(nsp) || nsp.length > 128,
  },
  BLANK: { why: 'white space for a number', of: (text) => /^\s|^$/.test(text) || /^\d(\/[^,]*,)?\d*\s/.test(text) },
  ID: {
    why: 'an id too large, of what is not acknowledged, or an answer to nothing',
    of: (_, { type, id }) =>
      (id !== undefined && (id > Number.MAX_SAFE_INTEGER || ![PacketType.EVENT, PacketType.ACK].includes(type))) ||
      (id === undefined && type === PacketType.ACK),
  },
  EMPTY: {
    why: 'an event without a name, an answer or refusal without words',
    of: (_, { type, data }) => data === undefined && [PacketType.EVENT, PacketType.ACK, PacketType.CONNECT_ERROR].includes(type),
  },
}

export type Compared = { frames: number; taken: number; stricter: Record<string, number>; differences: string[] }

/** Both read the same frames; what they make of them is the same, or we are stricter and know why. */
export function compare(seed: string, frames: number): Compared {
  const { frame } = randomFrames(seed)
  const compared: Compared = { frames, taken: 0, stricter: {}, differences: [] }
  for (let i = 0; i < frames; i++) {
    const text = frame()
    const difference = differenceAt(text, compared)
    if (difference !== undefined) compared.differences.push(`${difference}: ${JSON.stringify(text)}`)
  }
  return compared
}

function differenceAt(text: string, compared: Compared): string | undefined {
  const stock = stockPacketOf(text)
  let ours: ReturnType<typeof packetFrom>
  try {
    ours = packetFrom(text)
  } catch (error) {
    return `threw ${String(error)}`
  }
  if (!ours.ok) {
    if (stock === undefined) return undefined
    const stricter = STRICTER[ours.because]
    if (!stricter?.of(text, stock)) return `refused as ${ours.because}`
    compared.stricter[stricter.why] = (compared.stricter[stricter.why] ?? 0) + 1
    return undefined
  }
  if (stock === undefined) return 'taken'
  compared.taken++
  if (written(stockForm(ours.packet)) !== written(stock)) return 'understood otherwise'
  if (packetText(ours.packet) !== new Encoder().encode(stockForm(ours.packet))[0]) return 'written otherwise'
  return undefined
}

let decoder = new Decoder()

/** Binary packets wait for their parts, which never come: the next frame has a decoder of its own. */
export function stockPacketOf(text: string): StockPacket | undefined {
  let heard: StockPacket | undefined
  decoder.once('decoded', (packet: StockPacket) => (heard = packet))
  try {
    decoder.add(text)
  } catch {
    decoder.removeAllListeners()
    return undefined
  }
  if (heard !== undefined) return heard
  decoder = new Decoder()
  return { type: text.startsWith('5') ? PacketType.BINARY_EVENT : PacketType.BINARY_ACK, nsp: '/' }
}

const stockForm = (packet: Packet): StockPacket => ({
  type: ['connect', 'disconnect', 'event', 'ack', 'connect_error'].indexOf(packet.type),
  nsp: packet.namespace,
  ...('id' in packet && { id: packet.id as number }),
  ...('data' in packet && { data: packet.data }),
})

const written = ({ type, nsp, id, data }: StockPacket) => JSON.stringify([type, nsp, id ?? null, data === undefined ? null : { data }])

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
}

export { STRICTER }
