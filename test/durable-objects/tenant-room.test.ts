import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import {
  DOORS,
  drop,
  type Front,
  front,
  note,
  type Page,
  page,
  roomOf,
  staffClaims,
  tenantClaims,
  tenantRoom,
  words,
} from '#test/durable-objects/sockets.ts'
import type { TenantRoom } from '#objects/tenant-room.ts'
import { Presence } from '#objects/user-room/presence.ts'
import type { UserRoom } from '#objects/user-room.ts'
import type { Bindings } from '#worker/env.ts'
import { audienceBy } from '#worker/live/rules/audience.ts'
import type { RoomName } from '#worker/live/rules/claims.ts'
import { objectOf, reachOf } from '#worker/live/rules/places.ts'
import { newId } from '#worker/rules/ids.ts'

const { USER_ROOM, TENANT_ROOM } = env as unknown as Bindings
const audience = audienceBy(
  (userId) => USER_ROOM.getByName(userId),
  (name) => TENANT_ROOM.getByName(name),
)
const forAll = (name: RoomName) => note({ userId: 'nobody' }, { audience: name })
const present = (name: string) =>
  runInDurableObject(tenantRoom(name), (_, state) =>
    state.storage.sql
      .exec<{ user_id: string }>('SELECT user_id FROM present')
      .toArray()
      .map(({ user_id }) => user_id),
  )
const tasks = (name: string) =>
  runInDurableObject(tenantRoom(name), (_, state) => state.storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM task').one().n)
const logOf = (userId: string) =>
  runInDurableObject(roomOf(userId), (_, state) =>
    state.storage.sql
      .exec<{ body: string }>('SELECT body FROM event ORDER BY seq')
      .toArray()
      .map(({ body }) => (JSON.parse(body) as { message: string }).message),
  )
/** Everybody left long ago: what they were to do then happens now. */
const ring = (userId: string, kind: string) =>
  runInDurableObject(roomOf(userId), async (room: UserRoom, state) => {
    state.storage.sql.exec('UPDATE timer SET due = 0 WHERE kind = ?', kind)
    await room.alarm()
    await room.alarm()
  })

/** A crier of its own making: its rooms are counted and fail as told. */
function crier(
  name: string,
  work: (room: TenantRoom, state: DurableObjectState, calls: string[][], failing: Set<string>) => Promise<void>,
) {
  return runInDurableObject(tenantRoom(name), async (room: TenantRoom, state) => {
    const calls: string[][] = []
    const failing = new Set<string>()
    const rooms = {
      getByName: (userId: string) => ({
        publish: async (events: { dedup: string }[]) => {
          if (failing.has(userId)) throw new Error('not reached')
          calls.push([userId, ...events.map(({ dedup }) => dedup)])
        },
      }),
    }
    Object.assign(room, { env: { ...(room as unknown as { env: object }).env, USER_ROOM: rooms } })
    await work(room, state, calls, failing)
    await state.storage.deleteAlarm()
  })
}
const arrive = (state: DurableObjectState, count: number, role = 'SUPPORT_L1') => {
  const ids = Array.from({ length: count }, (_, i) => `ops_${role}_${String(i).padStart(5, '0')}`)
  for (const id of ids) state.storage.sql.exec('INSERT INTO present (user_id, role) VALUES (?, ?)', id, role)
  return ids
}
const put = (state: DurableObjectState, dedup: string, role: string | null = null) =>
  state.storage.sql.exec('INSERT INTO task (events, role, after) VALUES (?, ?, ?)', JSON.stringify([{ dedup }]), role, '')

describe('what is meant for many', () => {
  it('reaches a thousand people who are online, each once, in order', async () => {
    const everybody = Array.from({ length: 1_000 }, () => staffClaims())
    await runInDurableObject(tenantRoom('staff'), (_, state) => {
      for (const { userId, role } of everybody) state.storage.sql.exec('INSERT INTO present (user_id, role) VALUES (?, ?)', userId, role)
    })
    const events = (['staff', 'role:SUPPORT_L1', 'staff'] as const).map(forAll)
    const publish = async (told: typeof events) => {
      const began = performance.now()
      for (const event of told) await audience(event.audience).publish([event, event])
      await vi.waitFor(async () => expect(await tasks('staff')).toBe(0), { timeout: 120_000, interval: 200 })
      console.info(`${told.length} events to 1000 people: ${(performance.now() - began).toFixed(0)} ms`)
    }
    // The first makes the rooms. A socket costs more than a room; in each of them stands what its sockets would be told.
    await publish(events.slice(0, 1))
    const seated = everybody.slice(0, 40)
    const clients = await Promise.all(seated.map((claims, i): Promise<Front | Page> => (i % 2 ? front(claims) : page(claims))))
    await publish(events.slice(1))
    await Promise.all(clients.map((client) => client.until(({ told }) => told.at(-1) === words(events).at(-1))))
    expect(clients.filter(({ told }) => told.slice(-2).join() !== words(events.slice(1)).join())).toEqual([])
    const logs = await Promise.all(everybody.map(({ userId }) => logOf(userId)))
    expect(logs.filter((log) => log.join() !== words(events).join())).toEqual([])
  }, 240_000)

  it('reaches every shard of a tenant, the operators inside of it, and nobody else', async () => {
    const tenantId = newId('ten')
    const theirs = [
      ...Array.from({ length: 12 }, () => tenantClaims({ tenantId })),
      staffClaims({ inside: { tenantId, sessionId: 'imp_a' } }),
    ]
    const others = [tenantClaims(), staffClaims()]
    const clients = await Promise.all(theirs.map((claims) => page(claims)))
    const strangers = await Promise.all(others.map((claims) => page(claims)))
    const used = new Set(theirs.map(({ userId }) => objectOf(`tenant:${tenantId}`, userId)))
    expect(used.size).toBeGreaterThan(1)
    expect([...used].every((name) => reachOf(`tenant:${tenantId}`).objects.includes(name))).toBe(true)
    await audience(`tenant:${tenantId}`).publish([forAll(`tenant:${tenantId}`)])
    await Promise.all(clients.map((client) => client.until(({ told }) => told.length === 1)))
    expect(strangers.flatMap(({ told }) => told)).toEqual([])
  })

  it('and is for one goes straight to their room', async () => {
    const claims = staffClaims()
    const client = await front(claims)
    await audience(`user:${claims.userId}`).publish([note(claims)])
    await client.until(({ told }) => told.length === 1)
  })
})

describe('the crier', () => {
  it('calls five hundred rooms per alarm and goes on with the next, one task after the other', async () => {
    await crier('staff-batches', async (room, state, calls) => {
      const ids = arrive(state, 1_200)
      put(state, 'one')
      put(state, 'two')
      const after: number[] = []
      for (let i = 0; i < 6; i++) {
        await room.alarm()
        after.push(calls.length)
      }
      expect(after).toEqual([500, 1_000, 1_200, 1_700, 2_200, 2_400])
      expect(calls.map(([userId, dedup]) => `${dedup} ${userId}`)).toEqual([
        ...ids.map((id) => `one ${id}`),
        ...ids.map((id) => `two ${id}`),
      ])
      await state.storage.deleteAlarm() // as the runtime does when it rings
      await room.alarm()
      await room.alarm()
      expect(calls).toHaveLength(2_400)
      expect(await state.storage.getAlarm()).toBe(null)
    })
  })

  it('lets nothing wait for another alarm behind what nobody is there to hear', async () => {
    await crier('staff-silence', async (room, state, calls) => {
      const [lead] = arrive(state, 1, 'ADMIN')
      for (const role of ['SUPPORT_L1', 'SUPPORT_L2', 'ADMIN', 'ADMIN']) put(state, `for ${role}`, role)
      await room.alarm()
      expect(calls).toEqual([[lead, 'for ADMIN']])
      await room.alarm()
      expect(calls).toHaveLength(2)
    })
  })

  it('calls those of one role only', async () => {
    await crier('staff-roles', async (room, state, calls) => {
      arrive(state, 3)
      const leads = arrive(state, 2, 'ADMIN')
      put(state, 'one', 'ADMIN')
      await room.alarm()
      expect(calls.map(([userId]) => userId)).toEqual(leads)
    })
  })

  it('owes it to whom it did not reach, and everything after it, and pays in order', async () => {
    await crier('staff-debts', async (room, state, calls, failing) => {
      const [one, two] = arrive(state, 2)
      failing.add(one!)
      put(state, 'first')
      await room.alarm()
      failing.clear()
      put(state, 'second')
      await room.alarm()
      expect(calls).toEqual([
        [two, 'first'],
        [two, 'second'],
      ])
      expect((await state.storage.getAlarm())! - Date.now()).toBeLessThanOrEqual(5_000)
      await room.alarm()
      await room.alarm()
      expect(calls.slice(2)).toEqual([[one, 'first', 'second']])
    })
  })

  it('gives somebody up after a day, with a word, and forgets what it owes to who left', async () => {
    await crier('staff-given-up', async (room, state, calls, failing) => {
      const [one, two] = arrive(state, 2)
      failing.add(one!).add(two!)
      put(state, 'first')
      await room.alarm()
      await room.leave({ userId: two! })
      await room.alarm()
      const owed = () => state.storage.sql.exec<{ user_id: string }>('SELECT user_id FROM debt').toArray()
      expect(owed()).toEqual([{ user_id: one }])
      state.storage.sql.exec('UPDATE debt SET since = since - 86400000')
      const said = vi.spyOn(console, 'error').mockImplementation(() => {})
      await room.alarm()
      expect(said.mock.calls.flat().join(' ')).toContain('room_given_up')
      said.mockRestore()
      expect([owed(), calls]).toEqual([[], []])
    })
  })

  it('goes on where it was when it was put away in the middle', async () => {
    const everybody = Array.from({ length: 3 }, () => staffClaims())
    const clients = await Promise.all(everybody.map((claims) => page(claims)))
    const event = forAll('staff')
    await runInDurableObject(tenantRoom('staff'), (_, state) => void put(state, 'unused'))
    await runInDurableObject(tenantRoom('staff'), async (_, state) => {
      state.storage.sql.exec('UPDATE task SET events = ?', JSON.stringify([event]))
      await state.storage.setAlarm(Date.now() + 60_000)
    })
    await evictDurableObject(tenantRoom('staff'))
    expect(await runDurableObjectAlarm(tenantRoom('staff'))).toBe(true)
    await runInDurableObject(tenantRoom('staff'), (room: TenantRoom) => room.alarm())
    for (const client of clients) await client.until(({ told }) => told.length === 1)
  })
})

describe.each(Object.entries(DOORS))('somebody who comes and goes, %s', (_, open) => {
  it('is kept in mind while they are here, and for a while after', async () => {
    const claims = staffClaims()
    const first = await open(claims)
    expect(await present('staff')).toEqual([claims.userId])
    drop(first)
    await ring(claims.userId, 'confirm')
    expect(await present('staff')).toEqual([claims.userId])
    const event = forAll('staff')
    await audience('staff').publish([event])
    await vi.waitFor(async () =>
      expect(
        await runInDurableObject(roomOf(claims.userId), (_room, state) => state.storage.sql.exec('SELECT 1 FROM event').toArray()),
      ).toHaveLength(1),
    )
    const second = await open(claims, first as never)
    await second.until(({ told }) => told.length === 1)
    expect([second.told, second.isStale]).toEqual([words([event]), false])
    await ring(claims.userId, 'leave')
    expect(await present('staff')).toEqual([claims.userId])
  })

  it('is told after a longer absence that something may be missing, and never that nothing is', async () => {
    const claims = staffClaims()
    const first = await open(claims)
    drop(first)
    await vi.waitFor(async () => {
      await ring(claims.userId, 'leave')
      expect(await present('staff')).toEqual([])
    })
    await audience('staff').publish([forAll('staff')])
    const second = await open(claims, first as never)
    await second.until(({ isStale }) => isStale)
    expect([second.told, await present('staff')]).toEqual([[], [claims.userId]])
  })

  it('is not seated while the place cannot be told', async () => {
    const claims = staffClaims()
    const arriving = vi.spyOn(Presence.prototype, 'arrive').mockRejectedValue(new Error('not reached'))
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    await expect(open(claims)).rejects.toThrow('503')
    arriving.mockRestore()
    said.mockRestore()
    expect((await open(claims)).closed).toBe(null)
  })
})
