import { describe, expect, it } from 'vitest'
import { packetFrom, packetText, type Packet } from '#worker/live/rules/wire/packet.ts'
import { compare, stockPacketOf } from './oracle.ts'

/** Enough for a second or some, and on a busy machine for as much as a minute; `npm run bench:wire` reads a million. */
const FRAMES = 100_000

describe('a packet', () => {
  it('is to us what it is to the stock parser, and what we are stricter about we know', () => {
    const { taken, stricter, differences } = compare(`${Date.now()}`, FRAMES)
    expect(differences.slice(0, 5)).toEqual([])
    expect(taken).toBeGreaterThan(FRAMES / 5)
    expect(Object.keys(stricter).length).toBeGreaterThanOrEqual(6)
  }, 240_000)

  it.each<[string, Packet]>([
    ['0/notifications,{"token":"t"}', { type: 'connect', namespace: '/notifications', data: { token: 't' } }],
    ['0/notifications', { type: 'connect', namespace: '/notifications' }],
    ['1/notifications,', { type: 'disconnect', namespace: '/notifications' }],
    [
      '2/notifications,7["subscribe",{"room":"staff"}]',
      { type: 'event', namespace: '/notifications', id: 7, data: ['subscribe', { room: 'staff' }] },
    ],
    ['3/notifications,7[["user:u1"]]', { type: 'ack', namespace: '/notifications', id: 7, data: [['user:u1']] }],
    ['4{"message":"no"}', { type: 'connect_error', namespace: '/', data: { message: 'no' } }],
    ['2["a"]', { type: 'event', namespace: '/', data: ['a'] }],
  ])('%s is read', (text, packet) => {
    expect(packetFrom(text)).toEqual({ ok: true, packet })
    expect(packetFrom(packetText(packet))).toEqual({ ok: true, packet })
  })

  it.each([
    ['nothing', '', 'BLANK'],
    ['of an unknown type', '9', 'TYPE'],
    ['binary', '51-["a",{"_placeholder":true,"num":0}]', 'BINARY'],
    ['with a query in its namespace', '2/notifications?token=x,["a"]', 'NAMESPACE'],
    ['with a name that clients keep to themselves', '2["connect"]', 'RESERVED'],
    ['an event that is no list', '2{"a":1}', 'SHAPE'],
    ['half of one', '2["a"', 'JSON'],
    ['an event without a name', '2', 'EMPTY'],
    ['an answer to nothing', '3["a"]', 'ID'],
    ['too long', `2["${'x'.repeat(65_540)}"]`, 'TOO_LARGE'],
    ['too long in bytes', `2["${'€'.repeat(22_000)}"]`, 'TOO_LARGE'],
    ['too deep', `2["a",${'['.repeat(30_000)}${']'.repeat(30_000)}]`, 'TOO_DEEP'],
  ])('is not what is %s', (_, text, because) => {
    expect(packetFrom(text)).toEqual({ ok: false, because })
  })

  it('is as long as 64 KiB in bytes, not in signs', () => {
    expect(packetFrom(`2["${'€'.repeat(21_840)}"]`).ok).toBe(true)
    expect(packetFrom(`2["${'x'.repeat(65_530)}"]`).ok).toBe(true)
  })

  it('would be found where we took more, less or something else than the stock parser', () => {
    expect(stockPacketOf('2["a"]')).toMatchObject({ type: 2, data: ['a'] })
    expect(stockPacketOf('2["connect"]')).toBeUndefined()
    expect(stockPacketOf('51-["a"]')).toMatchObject({ type: 5 })
    expect(stockPacketOf('2["b"]')).toMatchObject({ data: ['b'] })
  })
})
