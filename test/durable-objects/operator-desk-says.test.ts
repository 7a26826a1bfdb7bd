import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { inside, portalAs } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import { settingsFrom } from '#worker/env.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { endSession } from '#worker/impersonation/queries/session-acts.ts'
import { Client, roomOf, staffClaims } from './sockets.ts'
import { sealTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'

const desks = (env as unknown as Bindings).OPERATOR_DESK
const spent = () => ({ roundTrips: 0, statements: 0 })

/** A tab of the operator, as the page's door lets it in. */
async function tabOf(there: Awaited<ReturnType<typeof inside>>): Promise<Client> {
  const claims = staffClaims({ userId: there.person.id, inside: { tenantId: there.tenant.id, sessionId: there.sessionId } })
  const headers = { Upgrade: 'websocket', [TICKET_HEADER]: sealTicket({ claims, since: null }) }
  const { webSocket } = await roomOf(there.person.id).fetch(new Request('https://room/page', { headers }))
  if (!webSocket) throw new Error('no socket')
  return new Client(webSocket)
}
const said = ({ frames }: Client, name: string) => frames.filter((frame) => frame.includes(`data-event="${name}"`))
const hears = (tab: Client, name: string, times = 1) => tab.until(() => said(tab, name).length >= times)
/** So much is left as the desk reckons it. */
const left = (operatorId: string, ms: number) =>
  runInDurableObject(desks.getByName(operatorId), async (_, state) => {
    const running = (await state.storage.get<Record<string, unknown>>('running')) ?? {}
    await state.storage.put('running', { ...running, endsAt: Date.now() + ms, idleAt: Date.now() + ms })
    await state.storage.setAlarm(Date.now() + 60_000)
  })

describe('every tab of an operator hears', () => {
  it('that a session began', async () => {
    const vera = await inside('vera')
    const tab = await tabOf(vera)
    await hears(tab, 'session:started')
    expect(said(tab, 'session:started')[0]).toContain(vera.sessionId)
  })

  it('that it was extended', async () => {
    const vera = await inside('vera')
    const tab = await tabOf(vera)
    await vera.browser.post(`/impersonations/${vera.sessionId}/extend`, { minutes: '15', reason: 'The customer is still on the phone.' })
    await hears(tab, 'session:extended')
  })

  it('each warning once, also when the alarm comes twice and the desk was evicted in between', async () => {
    const vera = await inside('vera')
    const tab = await tabOf(vera)
    for (const [ms, minutes] of [
      [9 * 60_000, 10],
      [4 * 60_000, 5],
      [50_000, 1],
    ] as const) {
      await left(vera.person.id, ms)
      await runDurableObjectAlarm(desks.getByName(vera.person.id))
      await evictDurableObject(desks.getByName(vera.person.id))
      await runInDurableObject(desks.getByName(vera.person.id), (desk) => desk.alarm?.())
      await tab.until(() => said(tab, 'session:warning').some((frame) => frame.includes(`&quot;minutes&quot;:${minutes}`)))
    }
    expect(said(tab, 'session:warning')).toHaveLength(3)
  })

  it.each([
    [
      'its time was up',
      'TIMEOUT',
      "update app.impersonation_session set started_at = started_at - interval '31 minutes', expires_at = expires_at - interval '31 minutes' where id = $1",
    ],
    [
      'nobody did anything',
      'IDLE',
      "update app.impersonation_activity set last_act_at = now() - interval '11 minutes' where session_id = $1",
    ],
  ])('that it is over because %s, once, when the alarm comes twice', async (_, because, change) => {
    const vera = await inside('vera')
    const tab = await tabOf(vera)
    if (because === 'IDLE')
      await owner("update app.impersonation_session set started_at = started_at - interval '15 minutes' where id = $1", [vera.sessionId])
    await owner(change, [vera.sessionId])
    await left(vera.person.id, -1)
    await runDurableObjectAlarm(desks.getByName(vera.person.id))
    await runInDurableObject(desks.getByName(vera.person.id), (desk) => desk.alarm?.())
    await hears(tab, 'session:ended')
    expect(said(tab, 'session:ended')).toHaveLength(1)
    expect(said(tab, 'session:ended')[0]).toContain(because)
  })

  it('that a lead ended it, while somebody else’s tab hears nothing', async () => {
    const [vera, other] = [await inside('vera'), await inside('vera')]
    const [tab, elsewhere] = [await tabOf(vera), await tabOf(other)]
    const lena = await portalAs('lena')
    await lena.browser.post(`/impersonations/${vera.sessionId}/kill`, { reason: 'Somebody asked us to, on the phone.' })
    await hears(tab, 'session:ended')
    expect(said(tab, 'session:ended')[0]).toContain('FORCE_LOGOUT')
    expect(said(elsewhere, 'session:ended')).toEqual([])
  })

  it('one end, whoever is faster: the end button and the alarm at once', async () => {
    const vera = await inside('vera')
    const tab = await tabOf(vera)
    const { databases, neonLocal } = settingsFrom(env)
    const context = { requestId: 'req_race', ip: null, userAgent: null, appVersion: 'test' }
    const sessionKey = vera.browser.cookies.get('__Host-session')
    await left(vera.person.id, -1)
    await Promise.all([
      vera.browser.post(`/impersonations/${vera.sessionId}/end`),
      runDurableObjectAlarm(desks.getByName(vera.person.id)),
      endSession(neonDatabase(databases, neonLocal), { sessionId: vera.sessionId, sessionKey, loginKey: '', context, spent: spent() }),
    ])
    await hears(tab, 'session:ended')
    expect(said(tab, 'session:ended')).toHaveLength(1)
  })
})
