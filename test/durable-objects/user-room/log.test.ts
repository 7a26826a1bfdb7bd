import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { drop, front, LISTENERS, note, page, roomOf, staffClaims, tenantClaims, words } from '#test/durable-objects/sockets.ts'
import type { UserRoom } from '#objects/user-room.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'

const rows = (claims: Claims) =>
  runInDurableObject(roomOf(claims.userId), (_, state) =>
    state.storage.sql.exec<{ seq: number; body: string }>('SELECT seq, body FROM event').toArray(),
  )
const publish = (claims: Claims, ...events: ReturnType<typeof note>[]) => roomOf(claims.userId).publish(events)
/** Many words of so many characters. */
const many = (claims: Claims, count: number, length = 10) =>
  Array.from({ length: count }, (_, i) => note(claims, { body: { message: `${i} `.padEnd(length, '.') } }))

describe.each(LISTENERS)('$who, the room $how', ({ open, pause }) => {
  it('hears everything that is for them in order, and nothing that is for others', async () => {
    const claims = staffClaims({ role: 'SUPPORT_L2', inside: { tenantId: 'ten_here', sessionId: 'imp_one' } })
    const client = await open(claims)
    await pause(claims)
    const theirs = (['staff', 'role:SUPPORT_L2', 'tenant:ten_here', `user:${claims.userId}`] as const).map((audience) =>
      note(claims, { audience }),
    )
    const others = (['role:ADMIN', 'tenant:ten_there', 'user:ops_other'] as const).map((audience) => note(claims, { audience }))
    for (const [i, event] of theirs.entries()) {
      await publish(claims, event, ...(others[i] ? [others[i]] : []))
      await pause(claims)
    }
    await client.until(({ told }) => told.length === theirs.length)
    expect(client.told).toEqual(words(theirs))
  })

  it('comes back to exactly what was missed', async () => {
    const claims = tenantClaims()
    const events = [1, 2, 3, 4, 5].map(() => note(claims))
    const first = await open(claims)
    await pause(claims)
    await publish(claims, ...events.slice(0, 2))
    await first.until(({ told }) => told.length === 2)
    await pause(claims)
    drop(first)
    await pause(claims)
    await publish(claims, ...events.slice(2, 4))
    await pause(claims)
    const second = await open(claims, first)
    await second.until(({ told }) => told.length === 2)
    await pause(claims)
    await publish(claims, ...events.slice(4))
    await second.until(({ told }) => told.length === 3)
    expect([...first.told, ...second.told]).toEqual(words(events))
    expect(second.isStale).toBe(false)
  })

  it('comes back although nothing was heard before', async () => {
    const claims = staffClaims()
    const first = await open(claims)
    drop(first)
    await pause(claims)
    const event = note(claims)
    await publish(claims, event)
    await pause(claims)
    const second = await open(claims, first)
    await second.until(({ told }) => told.length === 1)
    expect([second.told, second.isStale]).toEqual([words([event]), false])
  })

  it('is told once what is published a hundred times at once, and it is written down once', async () => {
    const claims = staffClaims()
    const client = await open(claims)
    await pause(claims)
    const [event, last] = [note(claims), note(claims)]
    await Promise.all(Array.from({ length: 100 }, () => publish(claims, event)))
    await pause(claims)
    await publish(claims, event, last)
    await client.until(({ told }) => told.length >= 2)
    expect(client.told).toEqual(words([event, last]))
    expect(await rows(claims)).toHaveLength(2)
  })

  it.each([
    ['more than is told at once', (claims: Claims) => many(claims, 501)],
    ['larger than is told at once', (claims: Claims) => many(claims, 30, 9_000)],
  ])('hears that the inbox is stale, and not a part of it, where what was missed is %s', async (_, missed) => {
    const claims = staffClaims()
    const first = await open(claims)
    drop(first)
    await publish(claims, ...missed(claims))
    await pause(claims)
    const second = await open(claims, first)
    await second.until(({ isStale }) => isStale)
    await pause(claims)
    const next = note(claims)
    await publish(claims, next)
    await second.until(({ told }) => told.length === 1)
    expect(second.told).toEqual(words([next]))
  })

  it('is told all where it is just not too much', async () => {
    const claims = staffClaims()
    const first = await open(claims)
    drop(first)
    await publish(claims, ...many(claims, 500))
    await pause(claims)
    const second = await open(claims, first)
    await second.until(({ told }) => told.length === 500)
    expect(second.isStale).toBe(false)
  })

  it('is told by the rooms of now, not of then', async () => {
    const claims = staffClaims({ role: 'SUPPORT_L1' })
    const first = await open(claims)
    drop(first)
    await publish(claims, note(claims, { audience: 'role:SUPPORT_L1' }), note(claims, { audience: 'staff', body: { message: 'for all' } }))
    await publish(claims, note(claims, { audience: 'role:SUPPORT_L2', body: { message: 'for the next line' } }))
    await pause(claims)
    const second = await open({ ...claims, role: 'SUPPORT_L2' }, first)
    await second.until(({ told }) => told.length === 2)
    expect(second.told).toEqual(['for all', 'for the next line'])
  })
})

describe('a place in the log', () => {
  const claims = () => staffClaims()
  const backAt = async (theirs: Claims, place: string) => [
    await front(theirs, { since: { pid: `${place}.${newEpoch()}`, offset: place } }),
    await page(theirs, { since: place }),
  ]

  it('of another time, of the future or of nobody is not taken for one that is covered', async () => {
    const theirs = claims()
    const { place } = await page(theirs)
    await publish(theirs, note(theirs))
    const [epoch] = place!.split('.')
    for (const strange of [`${newEpoch()}.0`, `${epoch}.99`, 'nonsense', `${epoch}.-1`, '<script>.1']) {
      for (const client of await backAt(theirs, strange)) expect([strange, client.isStale, client.told]).toEqual([strange, true, []])
    }
  })

  it('keeps the name of a session that is covered, and gives another one where it is not', async () => {
    const theirs = claims()
    const first = await front(theirs)
    const second = await front(theirs, { since: first.since })
    const third = await front(theirs, { since: { pid: first.welcome!.pid, offset: `${newEpoch()}.0` } })
    expect(second.welcome).toEqual({ sid: second.sid, pid: first.welcome!.pid })
    expect(third.welcome!.pid).not.toBe(first.welcome!.pid)
    // Before the new session is known, or a client that breaks off in between would never hear of it.
    expect(third.frames.map((frame) => frame[0])).toEqual(['2', '0'])
    expect(second.frames.map((frame) => frame[0])).toEqual(['0'])
  })

  it('tells a page that comes without one what came while it was on its way', async () => {
    const theirs = claims()
    const event = note(theirs)
    await publish(theirs, event)
    expect((await (await page(theirs)).until(({ told }) => told.length === 1)).told).toEqual(words([event]))
    await runInDurableObject(roomOf(theirs.userId), (_, state) => void state.storage.sql.exec('UPDATE event SET at = at - 20000'))
    expect((await page(theirs)).told).toEqual([])
  })

  it('that was forgotten is not covered, and no number is given twice', async () => {
    const theirs = claims()
    const first = await page(theirs)
    await publish(theirs, note(theirs), note(theirs))
    await runInDurableObject(roomOf(theirs.userId), async (room: UserRoom, state) => {
      state.storage.sql.exec('UPDATE event SET at = at - 72 * 3600000 - 1')
      state.storage.sql.exec("UPDATE timer SET due = 0 WHERE kind = 'prune'")
      await room.alarm()
      await room.alarm()
    })
    expect(await rows(theirs)).toEqual([])
    expect((await page(theirs, { since: first.frames.length > 0 ? first.place!.replace(/\.\d+$/, '.0') : '' })).isStale).toBe(true)
    await publish(theirs, note(theirs))
    expect(await rows(theirs)).toMatchObject([{ seq: 3 }])
  })

  it('holds fifty thousand rows and no more', async () => {
    const theirs = claims()
    await publish(theirs, note(theirs))
    await runInDurableObject(roomOf(theirs.userId), async (_, state) => {
      state.storage.sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50100)
         INSERT INTO event (audience, name, body, at, dedup) SELECT 'staff', 'notification:new', '{}', ?, 'd' || i FROM n`,
        Date.now(),
      )
      state.storage.sql.exec("UPDATE timer SET due = 0 WHERE kind = 'prune'")
      await state.storage.setAlarm(Date.now() + 60_000)
    })
    await runDurableObjectAlarm(roomOf(theirs.userId))
    expect(await rows(theirs)).toHaveLength(50_000)
  })

  it('is refused an event that is a document', async () => {
    const theirs = claims()
    await runInDurableObject(roomOf(theirs.userId), (room: UserRoom) =>
      expect(room.publish([note(theirs, { body: { message: 'x'.repeat(20_000) } })])).rejects.toThrow('event_too_large'),
    )
    expect(await rows(theirs)).toEqual([])
  })
})
