import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { aCase } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs } from '#test/world.ts'
import { userOf } from '../customer/facts.ts'
import { letSpeak, roomOf, Script } from './talk.ts'

type Vera = Awaited<ReturnType<typeof inside>>
const REASON = 'Seen at a place where nobody should be at this hour.'

/** Vera in a session, with an answer on the page of a case that is told as far as it goes. */
async function asked(script: Script) {
  const vera = await inside('vera')
  const { id } = await aCase(vera.tenant.id)
  await letSpeak(vera.person.id, script)
  const fields = { task: 'chat', text: 'Where does it stand?' }
  await vera.browser.post(`/workspace/cases/${id}/runs`, fields, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
  await expect.poll(() => kept(vera), { timeout: 10_000 }).toBeGreaterThan(1)
  return vera
}

/** Questions and pieces of answers that are there. */
const kept = ({ person }: Vera) =>
  runInDurableObject(roomOf(person.id), (_, { storage: { sql } }) =>
    Number(sql.exec('SELECT (SELECT count(*) FROM question) + (SELECT count(*) FROM block) AS n').one().n),
  )
const admin = async ({ tenant }: Vera) => (await userOf(tenant.id, 'TENANT_ADMIN')).program

const ENDS: Record<string, (vera: Vera) => Promise<unknown>> = {
  'leaves it': ({ browser, sessionId }) => browser.post(`/impersonations/${sessionId}/end`),
  'signs out': ({ browser }) => browser.post('/sign-out'),
  'is put out by a lead': async ({ sessionId }) =>
    (await portalAs('lena')).browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON }),
  'is put out by the customer': async (vera) => (await admin(vera)).post(`/api/v1/tenant/sessions/${vera.sessionId}/end`),
  'finds the tenant closed': async (vera) => (await admin(vera)).put('/api/v1/tenant/policy', { seen: 'open', policy: 'closed' }),
}

describe('what was asked in a session, and answered, is gone', () => {
  it.each(Object.keys(ENDS))('once its operator %s, whether the answer is whole or not', async (how) => {
    for (const script of [new Script(['All is well.']).let(), new Script(['All ', 'is ', 'well.']).let(1)]) {
      const vera = await asked(script)
      await ENDS[how]?.(vera)
      await expect.poll(() => kept(vera), { timeout: 10_000 }).toBe(0)
      expect(script.isAborted).toBe(true)
    }
  })

  it.each(['is whole', 'was interrupted because the room died'])(
    'when its time has run out and nobody said so, where it %s',
    async (how) => {
      const vera = await asked(how === 'is whole' ? new Script(['All is well.']).let() : new Script(['All ', 'is ', 'well.']).let(1))
      // Anew each time: what one held of a room that died stays dead.
      const room = () => roomOf(vera.person.id)
      if (how !== 'is whole') await runInDurableObject(room(), (_, state) => state.abort('killed')).catch(() => {})
      const [session] = await owner<{ expires_at: Date }>('select expires_at from app.impersonation_session where id = $1', [
        vera.sessionId,
      ])
      const due = () =>
        runInDurableObject(room(), (_, { storage: { sql } }) => sql.exec("SELECT due FROM timer WHERE kind = 'forget'").toArray()[0]?.due)
      await expect.poll(due, { timeout: 10_000 }).toBeDefined()
      // By two clocks of one machine; in a day without the session.
      expect(Math.abs(Number(await due()) - new Date(session?.expires_at ?? 0).getTime())).toBeLessThan(60_000)
      await runInDurableObject(room(), async (_, state) => {
        state.storage.sql.exec("UPDATE timer SET due = 0 WHERE kind = 'forget'")
        await state.storage.setAlarm(Date.now() + 60_000)
      })
      await runDurableObjectAlarm(room())
      expect(await kept(vera)).toBe(0)
    },
  )
})
