import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Bindings } from '#worker/env.ts'
import { digestOf } from '#worker/http/desk.ts'
import { newId } from '#worker/rules/ids.ts'
import { aCase } from '#test/facts.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import { owner } from '#test/owner.ts'

const REASON = 'The customer asked us on the phone to stop looking.'
const stateOf = async (id: string) =>
  (
    await owner<{ ended_at: string | null; end_reason: string | null }>(
      'select ended_at, end_reason from app.impersonation_session where id = $1',
      [id],
    )
  )[0]
const kills = (chain: string) => trailOf(chain).then((rows) => rows.filter(({ act }) => act === 'impersonation:kill'))
const desks = (env as unknown as Bindings).OPERATOR_DESK

afterEach(() => void vi.restoreAllMocks())

describe("ending somebody's session on its page", () => {
  it('puts Vera out at once, with Lena’s name and reason in both chains, and her desk knows', async () => {
    const { browser, sessionId, tenant, person } = await inside('vera')
    const keyDigest = await digestOf(browser.cookies.get('__Host-session') ?? '')
    const lena = await portalAs('lena')
    expect(await (await lena.browser.get(`/impersonations/${sessionId}`)).text()).toContain('End it now')

    const response = await lena.browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })

    expect([response.status, response.headers.get('location')]).toEqual([303, '/impersonations?done=killed'])
    expect(await stateOf(sessionId)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
    expect(await kills(`tenant:${tenant.id}`)).toMatchObject([{ operator_id: lena.person.id, session_id: sessionId, reason: REASON }])
    expect(await kills(`operator:${lena.person.id}`)).toMatchObject([{ entity_ids: [sessionId], session_id: null, reason: REASON }])
    expect(await desks.getByName(person.id).check({ keyDigest, human: true })).toBe('ended')
    const next = await browser.get('/workspace/cases')
    expect([next.status, next.headers.get('Portal-Ended')]).toEqual([401, '1'])
    expect(await next.text()).not.toContain(`[AS ${tenant.name}]`)
  })

  it('tells Vera, whose desk forgot, that the vendor ended it', async () => {
    const { browser, sessionId } = await inside('vera', { parts: { desks: () => silentDesk } })
    const lena = await portalAs('lena')
    await lena.browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })
    expect(await (await browser.get('/workspace/cases')).text()).toContain('It was ended by the vendor.')
  })

  it('holds when the desk cannot be told: the row decides', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { browser, sessionId } = await inside('vera')
    const broken = { ...silentDesk, close: () => Promise.reject(new Error('unreachable')) }
    const lena = await portalAs('lena', { desks: () => broken })
    expect((await lena.browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })).status).toBe(303)
    expect((await browser.get('/workspace/cases')).status).toBe(401)
  })

  it('is refused to Hugo, recorded, and changes nothing', async () => {
    const { sessionId } = await inside('vera')
    const hugo = await portalAs('hugo')
    expect((await hugo.browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })).status).toBe(403)
    expect(await stateOf(sessionId)).toEqual({ ended_at: null, end_reason: null })
    expect((await trailOf(`operator:${hugo.person.id}`)).at(-1)).toMatchObject({
      act: 'door:refused',
      outcome: 'refused',
      entity_ids: ['POST /impersonations/:sessionId/kill'],
    })
  })

  it('wants a line on why, and keeps what was typed', async () => {
    const { sessionId } = await inside('vera')
    const lena = await portalAs('lena')
    const response = await lena.browser.post(`/impersonations/${sessionId}/kill`, { reason: 'too short' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('too short')
    expect(await stateOf(sessionId)).toMatchObject({ ended_at: null })
  })

  it('knows no session that is not there, and says so in the trail', async () => {
    const lena = await portalAs('lena')
    const unknown = newId('imp')
    expect((await lena.browser.post(`/impersonations/${unknown}/kill`, { reason: REASON })).status).toBe(404)
    expect(await kills(`operator:${lena.person.id}`)).toMatchObject([{ outcome: 'not_found', facts: { subject: unknown } }])
  })

  it('collides: two leads press at once, and the session has one end', async () => {
    const { sessionId, tenant } = await inside('vera')
    const [lena, imke] = [await portalAs('lena'), await portalAs('imke')]
    const answers = await Promise.all(
      [lena, imke].map(({ browser }) => browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })),
    )
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await kills(`tenant:${tenant.id}`)).toHaveLength(1)
    expect(answers.map((each) => each.headers.get('location')).toSorted()).toEqual([
      '/impersonations?done=killed',
      '/impersonations?done=nothing-open',
    ])
  })

  it('wins against extending, in any order', { timeout: 30_000 }, async () => {
    const lena = await portalAs('lena')
    for (let round = 0; round < 10; round++) {
      const { browser, sessionId } = await inside('vera')
      const extend = () =>
        browser.post(`/impersonations/${sessionId}/extend`, { minutes: '30', reason: 'The customer is still on the phone.' })
      const kill = () => lena.browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })
      await Promise.all(round % 2 ? [extend(), kill(), extend()] : [kill(), extend(), extend()])
      expect(await stateOf(sessionId)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
      // 403: an extension that came too late has taken the overlay off already.
      expect([401, 403]).toContain((await browser.get('/workspace/cases')).status)
    }
  })

  it('is one act when sent again with its key, and another question with it is refused', async () => {
    const { sessionId, tenant } = await inside('vera')
    const { browser, person } = await portalAs('lena')
    const key = newId('key')
    const first = await browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON, key })
    const again = await browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON, key })
    expect([again.status, again.headers.get('location')]).toEqual([303, first.headers.get('location')])
    expect([await kills(`tenant:${tenant.id}`), await kills(`operator:${person.id}`)].map((rows) => rows.length)).toEqual([1, 1])
    expect((await browser.post(`/impersonations/${sessionId}/kill`, { reason: 'Another reason altogether.', key })).status).toBe(422)
  })

  it('leaves a session that ran out by itself with the end it had', async () => {
    const { sessionId } = await inside('vera')
    await owner(
      "update app.impersonation_session set started_at = started_at - interval '31 minutes', expires_at = expires_at - interval '31 minutes' where id = $1",
      [sessionId],
    )
    const lena = await portalAs('lena')
    await lena.browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })
    expect(await stateOf(sessionId)).toMatchObject({ end_reason: 'TIMEOUT' })
  })
})

describe('ending many', () => {
  it('shows Imke how many it concerns before she ends those of a tenant, and then ends exactly those', async () => {
    const [vera, other] = [await inside('vera'), await inside('vera')]
    const imke = await portalAs('imke')
    const page = await (await imke.browser.get(`/impersonations/kill?scope=tenant&subject=${vera.tenant.id}`)).text()
    expect(page).toContain('End 1 open session')
    expect(page).toContain(`${vera.tenant.name} (1 open)`)
    const response = await imke.browser.post('/impersonations/kill', { scope: 'tenant', subject: vera.tenant.id, reason: REASON })
    expect(response.headers.get('location')).toBe('/impersonations?done=killed')
    expect(await stateOf(vera.sessionId)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
    expect(await stateOf(other.sessionId)).toMatchObject({ ended_at: null })
  })

  it('ends the one session of an operator', async () => {
    const vera = await inside('vera')
    const imke = await portalAs('imke')
    await imke.browser.post('/impersonations/kill', { scope: 'operator', subject: vera.person.id, reason: REASON })
    expect(await stateOf(vera.sessionId)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
    expect(await kills(`operator:${imke.person.id}`)).toMatchObject([
      { facts: { scope: 'operator', subject: vera.person.id, sessions: 1 } },
    ])
  })

  it('wants the name of a role typed out, then ends all of that role', async () => {
    const sessions = [await inside('vera'), await inside('vera')]
    // A role that nobody else in these tests works in.
    await owner("update app.impersonation_session set operator_role = 'CLIENT_SUCCESS' where id = any($1)", [
      sessions.map(({ sessionId }) => sessionId),
    ])
    const ada = await portalAs('ada')
    const ask = { scope: 'role', subject: 'CLIENT_SUCCESS', reason: REASON }
    const refused = await ada.browser.post('/impersonations/kill', { ...ask, confirm: 'client' })
    expect([refused.status, (await refused.text()).includes('Type CLIENT_SUCCESS to end')]).toEqual([422, true])
    for (const { sessionId } of sessions) expect(await stateOf(sessionId)).toMatchObject({ ended_at: null })
    expect((await ada.browser.post('/impersonations/kill', { ...ask, confirm: 'CLIENT_SUCCESS' })).status).toBe(303)
    for (const { sessionId } of sessions) expect(await stateOf(sessionId)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
  })

  it('ends nothing of everybody’s until ALL is typed', async () => {
    const vera = await inside('vera')
    const ada = await portalAs('ada')
    for (const confirm of ['', 'all', 'yes']) {
      expect((await ada.browser.post('/impersonations/kill', { scope: 'all', subject: '', reason: REASON, confirm })).status).toBe(422)
    }
    expect(await stateOf(vera.sessionId)).toMatchObject({ ended_at: null })
    expect(await kills(`operator:${ada.person.id}`)).toEqual([])
  })

  it.each([
    ['operator', 'ops_00000000000000000000'],
    ['tenant', 'ten_00000000000000000000'],
    ['operator', 'Zelda'],
    ['tenant', 'Zelda'],
    ['role', 'WIZARD'],
  ])('knows no %s of the name %s, and keeps no word that is no key', async (scope, subject) => {
    const { person, browser } = await portalAs('ada')
    expect((await browser.post('/impersonations/kill', { scope, subject, reason: REASON, confirm: subject })).status).toBe(404)
    expect(JSON.stringify(await kills(`operator:${person.id}`))).not.toContain('Zelda')
  })

  it('is refused to Hugo, page and act, and a field that is none is refused', async () => {
    const hugo = await portalAs('hugo')
    expect((await hugo.browser.get('/impersonations/kill')).status).toBe(403)
    expect((await hugo.browser.post('/impersonations/kill', { scope: 'all', confirm: 'ALL', reason: REASON })).status).toBe(403)
    const ada = await portalAs('ada')
    const more = { scope: 'operator', subject: ada.person.id, reason: REASON, operatorId: hugo.person.id }
    expect((await ada.browser.post('/impersonations/kill', more)).status).toBe(422)
  })
})

describe('the board of open sessions', () => {
  it('shows Imke who is inside where, and Hugo nothing of it', async () => {
    const { sessionId, tenant, ticket } = await inside('vera')
    const [imke, hugo] = [await portalAs('imke'), await portalAs('hugo')]
    const board = await (await imke.browser.get('/impersonations')).text()
    expect(board).toContain('Sessions open now')
    expect(board).toMatch(new RegExp(`id="open-${sessionId}"[\\s\\S]*${tenant.name}[\\s\\S]*Vera Castellan[\\s\\S]*T-${ticket.number}`))
    const plain = await (await hugo.browser.get('/impersonations')).text()
    expect(plain).not.toContain('Sessions open now')
    expect(plain).not.toContain(sessionId)
    expect((await hugo.browser.get(`/impersonations/${sessionId}`)).status).toBe(404)
  })

  it('says which record was opened last, and leads to the end of each session but one’s own', async () => {
    const vera = await inside('vera')
    const { id } = await aCase(vera.tenant.id)
    await vera.browser.get(`/workspace/cases/${String(id)}`)
    const lena = await inside('lena')
    const board = await (await lena.browser.get('/impersonations')).text()
    const row = (session: string) => new RegExp(`id="open-${session}"[\\s\\S]*?</tr>`).exec(board)?.[0] ?? ''
    expect(row(vera.sessionId)).toContain(`/audit/records/${String(id)}?tenant=${vera.tenant.id}`)
    expect(row(vera.sessionId)).toContain(`/impersonations/${vera.sessionId}#kill`)
    expect(row(lena.sessionId)).not.toContain('#kill')
  })

  it('costs one round trip', async () => {
    await inside('vera')
    const { browser } = await portalAs('lena')
    expect((await browser.get('/impersonations')).headers.get('Server-Timing')).toContain('1 round trips, 2 statements')
  })
})

const silentDesk = {
  open: async () => {},
  close: async () => {},
  check: async () => 'unknown' as const,
  warning: async () => null,
  spend: async () => ({ ok: true }) as const,
  keepDraft: async () => '',
  draft: async () => null,
}
