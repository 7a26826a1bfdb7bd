import { describe, expect, it } from 'vitest'
import { type Client, front, LISTENERS, note, page, PAUSES, roomOf, staffClaims } from '#test/durable-objects/sockets.ts'
import type { Claims } from '#worker/live/rules/claims.ts'

const KIB = 1024
const MOST_UNREAD = 256 * KIB
const LARGE = 15 * KIB
/** Words so large that a hundred mebibytes of them are written in seconds. */
const flood = async (claims: Claims, bytes: number): Promise<string[]> => {
  const told: string[] = []
  while (told.length * LARGE < bytes) {
    const events = Array.from({ length: 64 }, (_, i) => note(claims, { body: { message: `${told.length + i} `.padEnd(LARGE, '.') } }))
    told.push(...events.map(({ body }) => String(body.message)))
    await roomOf(claims.userId).publish(events)
  }
  return told
}
const sent = ({ frames }: Client) => frames.reduce((sum, frame) => sum + frame.length, 0)
const largestFrame = ({ frames }: Client) => Math.max(...frames.map((frame) => frame.length))
/** By their first word only. */
const order = (told: string[]) => told.map((message) => message.split(' ')[0])

describe.each(LISTENERS)('$who that stops reading, the room $how', ({ open, pause }) => {
  it('is sent a quarter of a mebibyte and a frame, others are not slowed, and all comes in order when it reads on', async () => {
    const claims = staffClaims()
    const [lazy, eager] = [await open(claims), await open(claims)]
    lazy.isReading = false
    await pause(claims)
    const told = await flood(claims, 4 * KIB * KIB)
    await eager.until(({ frames }) => frames.length > told.length, 15_000)
    expect(sent(lazy)).toBeGreaterThan(MOST_UNREAD / 2)
    expect(sent(lazy)).toBeLessThanOrEqual(MOST_UNREAD + largestFrame(lazy))
    await pause(claims)
    lazy.readMarks()
    await lazy.until(({ frames }) => frames.length > told.length, 15_000)
    expect(order(lazy.told)).toEqual(order(told))
    expect(order(eager.told)).toEqual(order(told))
  })
})

it('a hundred mebibytes later a page and a client that do not read were still sent a quarter of one each, and then all of it', async () => {
  const claims = staffClaims()
  const lazy = [await page(claims), await front(claims)]
  for (const each of lazy) each.isReading = false
  const told = await flood(claims, 100 * KIB * KIB)
  expect(told.length * LARGE).toBeGreaterThanOrEqual(100 * KIB * KIB)
  for (const each of lazy) expect(sent(each)).toBeLessThanOrEqual(MOST_UNREAD + largestFrame(each))
  for (const each of lazy) {
    each.readMarks()
    await each.until((client) => client.frames.length > told.length, 60_000)
    expect(order(each.told)).toEqual(order(told))
  }
}, 180_000)

it('a page that answers a question that nobody asked is not believed', async () => {
  const claims = staffClaims()
  const lazy = await page(claims)
  lazy.isReading = false
  await flood(claims, KIB * KIB)
  const { length } = lazy.frames
  for (const guess of ['', '0', '0123456789abcdef']) lazy.send(`!read ${guess}`)
  await page(claims, { since: lazy.place }) // by now it was heard
  expect(lazy.frames).toHaveLength(length)
})

describe.each(LISTENERS)('$who that floods, the room $how', ({ who, open, pause }) => {
  it('is limited and then shown out; a colleague is not touched', async () => {
    const [claims, colleague] = [staffClaims(), staffClaims()]
    const [flooding, other] = [await open(claims), await front(colleague)]
    await pause(claims)
    const answered = (from: typeof flooding) => from.frames.filter((frame) => frame.startsWith('3/')).length
    const began = Date.now()
    for (let i = 0; i < 100; i++) flooding.send(`2/notifications,${i}["subscribe",{"room":"staff"}]`)
    expect(await other.ask(1, 'subscribe', { room: 'staff' })).toEqual([{ success: true }])
    if (who === 'a client') {
      await flooding.until((client) => answered(client) === 100)
      const limited = flooding.frames.filter((frame) => frame.includes('"RATE_LIMITED"'))
      // Sixty at once; twenty more for each second that it took.
      const grown = Math.ceil((Date.now() - began) / 50)
      expect([limited.length >= 40 - grown, limited.length <= 40]).toEqual([true, true])
      expect(limited.every((frame) => frame.endsWith('[{"success":false,"code":"RATE_LIMITED"}]'))).toBe(true)
    }
    for (let i = 0; i < 900; i++) flooding.send('2/notifications,["nothing"]')
    await flooding.until(({ closed }) => closed !== null)
    expect(flooding.closed?.code).toBe(4429)
    expect(await other.ask(2, 'subscribe', { room: 'staff' })).toEqual([{ success: true }])
    expect(other.closed).toBe(null)
  })
})

describe.each(Object.entries(PAUSES))('what a client asks, the room %s', (_, pause) => {
  it('is in which rooms it is, and whether it may hear of one: by what it is, never by asking', async () => {
    const claims = staffClaims({ role: 'SUPPORT_L1' })
    const client = await front(claims)
    await pause(claims)
    expect(await client.ask(1, 'debug:my-rooms')).toEqual([[`user:${claims.userId}`, 'role:SUPPORT_L1', 'staff']])
    for (const [room, success] of [
      ['staff', true],
      [`user:${claims.userId}`, true],
      ['user:ops_other', false],
      ['tenant:ten_x', false],
      [7, false],
    ]) {
      await pause(claims)
      expect(await client.ask(2 + client.frames.length, 'subscribe', { room })).toEqual([{ success }])
    }
    await roomOf(claims.userId).publish([note(claims, { audience: 'tenant:ten_x' }), note(claims, { audience: 'user:ops_other' })])
    client.send('2/notifications,["no:such:event",{}]')
    client.send('2/notifications,9["no:such:event",{}]')
    await pause(claims)
    expect(await client.ask(99, 'subscribe', null)).toEqual([{ success: false }])
    expect([client.told, client.closed]).toEqual([[], null])
  })

  it('in words that are no packet ends its connection, and so does its goodbye', async () => {
    const claims = staffClaims()
    for (const [frame, code] of [
      ['nonsense', 1003],
      ['2/notifications,7[', 1003],
      ['1/notifications,', 1000],
    ] as const) {
      const client = await front(claims)
      await pause(claims)
      client.send(frame)
      await client.until(({ closed }) => closed !== null)
      expect([frame, client.closed?.code]).toEqual([frame, code])
    }
  })
})

describe.each(LISTENERS)('$who that leaves, the room $how', ({ open, pause }) => {
  it('has its goodbye answered at once, by a code with which a page comes back', async () => {
    const claims = staffClaims()
    const client = await open(claims)
    await pause(claims)
    client.socket.close()
    await client.until(({ closed }) => closed !== null)
    expect(client.closed).toEqual({ code: 1005 })
  })
})

it('a room gives a socket to its own person only, and to nobody who is not led there', async () => {
  const claims = staffClaims()
  await expect(front(claims, { claims: { ...claims, userId: 'ops_other' } })).rejects.toThrow('403')
  expect((await roomOf(claims.userId).fetch('https://room/', { headers: { Upgrade: 'websocket' } })).status).toBe(400)
})

it('a namespace that is not its own is refused, and more sockets than anybody opens', async () => {
  const claims = staffClaims()
  const stranger = await front(claims, { namespace: '/ai' })
  expect(stranger.frames[0]).toBe('4/ai,{"message":"Invalid namespace"}')
  await stranger.until(({ closed }) => closed !== null)
  const all = await Promise.all(Array.from({ length: 50 }, () => page(claims)))
  const last = await front(claims)
  expect(last.frames[0]).toContain('RATE_LIMITED')
  await last.until(({ closed }) => closed !== null)
  expect(all.filter(({ closed }) => closed !== null)).toEqual([])
})
