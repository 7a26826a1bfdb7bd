import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { jobScope } from '#worker/db/job.ts'
import type { Bindings } from '#worker/env.ts'
import { sweep } from '#worker/impersonation/jobs/sweep.ts'
import { audienceFrom, roomsFrom } from '#worker/live/rooms.ts'
import { database, owner } from '#test/owner.ts'
import { inside, trailOf } from '#test/world.ts'

const bindings = env as unknown as Bindings
const desks = bindings.OPERATOR_DESK
const stateOf = async (sessionId: string) =>
  (
    await owner<{ ended_at: string | null; end_reason: string | null }>(
      'select ended_at, end_reason from app.impersonation_session where id = $1',
      [sessionId],
    )
  )[0]
const endsIn = (chain: string) => trailOf(chain).then((rows) => rows.filter(({ act }) => act === 'impersonation:end'))
const overdue = (sessionId: string) =>
  owner(
    "update app.impersonation_session set started_at = started_at - interval '31 minutes', expires_at = expires_at - interval '31 minutes' where id = $1",
    [sessionId],
  )
/** Makes the desk believe that its moment has come, as a clock that runs ahead would. */
const hurry = (operatorId: string) =>
  runInDurableObject(desks.getByName(operatorId), async (_, state) => {
    const running = (await state.storage.get<Record<string, unknown>>('running')) ?? {}
    await state.storage.put('running', { ...running, endsAt: Date.now() - 1, idleAt: Date.now() - 1 })
    await state.storage.setAlarm(Date.now() + 60_000)
  })
const alarmOf = (operatorId: string) => runInDurableObject(desks.getByName(operatorId), (_, state) => state.storage.getAlarm())

describe('the desk of an operator', () => {
  it('sets its alarm for the first warning when Vera enters', async () => {
    const { person } = await inside('vera')
    const at = (await alarmOf(person.id)) ?? 0
    expect(at - Date.now()).toBeGreaterThan(9 * 60_000)
    expect(at - Date.now()).toBeLessThanOrEqual(10 * 60_000 + 1000)
  })

  it('ends an overdue session when its alarm fires, and only once when it fires twice', async () => {
    const { person, tenant, sessionId, browser } = await inside('vera')
    await overdue(sessionId)
    await hurry(person.id)

    await runDurableObjectAlarm(desks.getByName(person.id))
    await runInDurableObject(desks.getByName(person.id), (desk) => desk.alarm?.())

    expect(await stateOf(sessionId)).toMatchObject({ end_reason: 'TIMEOUT' })
    expect(await endsIn(`tenant:${tenant.id}`)).toMatchObject([{ operator_id: 'system', session_id: sessionId }])
    expect((await browser.get('/workspace/cases')).status).toBe(401)
  })

  it('ends an idle session as idle, at the moment it became so', async () => {
    const { person, sessionId } = await inside('vera')
    await owner("update app.impersonation_activity set last_act_at = now() - interval '12 minutes' where session_id = $1", [sessionId])
    await owner("update app.impersonation_session set started_at = started_at - interval '15 minutes' where id = $1", [sessionId])
    await hurry(person.id)
    await runDurableObjectAlarm(desks.getByName(person.id))
    const after = await stateOf(sessionId)
    expect(after).toMatchObject({ end_reason: 'IDLE' })
    expect(Date.now() - new Date(after?.ended_at ?? 0).getTime()).toBeGreaterThan(60_000)
  })

  it('believes the database when its own clock runs ahead, and sets its alarm again', async () => {
    const { person, sessionId, browser } = await inside('vera')
    await hurry(person.id)
    await runDurableObjectAlarm(desks.getByName(person.id))
    expect(await stateOf(sessionId)).toMatchObject({ ended_at: null })
    expect((await alarmOf(person.id)) ?? 0).toBeGreaterThan(Date.now() + 60_000)
    expect((await browser.get('/workspace/cases')).status).toBe(200)
  })

  it('comes again when the database cannot be reached at the deadline', async () => {
    const { person, sessionId } = await inside('vera')
    await overdue(sessionId)
    await hurry(person.id)
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    await runDurableObjectAlarm(desks.getByName(person.id))
    down.mockRestore()

    expect(await stateOf(sessionId)).toMatchObject({ ended_at: null })
    expect((await alarmOf(person.id)) ?? 0).toBeGreaterThan(Date.now())
    expect(said.mock.calls.flat().join(' ')).toContain('desk_alarm_failed')
    said.mockRestore()

    await runDurableObjectAlarm(desks.getByName(person.id))
    expect(await stateOf(sessionId)).toMatchObject({ end_reason: 'TIMEOUT' })
  })

  it('forgets nothing when it is evicted in the middle of a session', async () => {
    const { person, sessionId, browser } = await inside('vera')
    await browser.get('/workspace/cases')
    await evictDurableObject(desks.getByName(person.id))
    expect((await browser.get('/workspace/cases')).status).toBe(200)
    expect((await alarmOf(person.id)) ?? 0).toBeGreaterThan(Date.now())

    await browser.post(`/impersonations/${sessionId}/end`)
    await evictDurableObject(desks.getByName(person.id))
    const key = 'x'.repeat(64)
    expect(await desks.getByName(person.id).check({ keyDigest: key, human: true })).toBe('unknown')
  })

  it('is told again of a session after it lost its memory', async () => {
    const { person, browser } = await inside('vera')
    await runInDurableObject(desks.getByName(person.id), (_, state) => state.storage.deleteAll())
    expect((await browser.get('/workspace/cases')).status).toBe(200)
    expect(await alarmOf(person.id)).not.toBeNull()
  })

  it('is the stricter one: what it knows to be over stays over although the row is open', async () => {
    const { person, browser, sessionId } = await inside('vera')
    await desks.getByName(person.id).close({ sessionId })
    expect((await browser.get('/workspace/cases')).status).toBe(401)
    expect(await stateOf(sessionId)).toMatchObject({ ended_at: null })
  })

  it('tells the warning that stands', async () => {
    const { person, sessionId, browser } = await inside('vera')
    for (const [left, warning] of [
      ['11 minutes', null],
      ['9 minutes', 10],
      ['4 minutes', 5],
      ['50 seconds', 1],
    ] as const) {
      await runInDurableObject(desks.getByName(person.id), async (_, state) => {
        const running = (await state.storage.get<Record<string, unknown>>('running')) ?? {}
        const [amount, unit] = left.split(' ')
        await state.storage.put('running', { ...running, endsAt: Date.now() + Number(amount) * (unit === 'seconds' ? 1000 : 60_000) })
      })
      await runDurableObjectAlarm(desks.getByName(person.id))
      expect(await (await browser.get('/impersonations/current')).json()).toMatchObject({ live: true, id: sessionId, warning })
    }
  })
})

describe('the minute sweep', () => {
  const minute = () =>
    sweep(jobScope(database, 'test'), {
      desks: (operatorId) => desks.getByName(operatorId),
      rooms: roomsFrom(bindings),
      audience: audienceFrom(bindings),
    })

  it('closes what a lost alarm left open, tells the desk, and leaves the others alone', async () => {
    const lost = await inside('vera')
    const fine = await inside('hugo')
    await overdue(lost.sessionId)

    await Promise.all([minute(), minute()])

    expect(await stateOf(lost.sessionId)).toMatchObject({ end_reason: 'TIMEOUT' })
    expect(await endsIn(`tenant:${lost.tenant.id}`)).toHaveLength(1)
    expect(await stateOf(fine.sessionId)).toMatchObject({ ended_at: null })
  })
})
