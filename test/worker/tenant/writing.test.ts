import { Hono } from 'hono'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Browser } from '#test/driver.ts'
import { aCase, aConfig, aUser } from '#test/facts.ts'
import { database, owner, settings } from '#test/owner.ts'
import { inside, trailOf, writing } from '#test/world.ts'
import { withTrail } from '#worker/db/change.ts'
import { onError } from '#worker/http/errors.tsx'
import { permit } from '#worker/http/permit.ts'
import type { Desk, Parts, Portal, PortalContext } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { byCookies } from '#worker/http/who.ts'
import { newId } from '#worker/rules/ids.ts'
import { moveCase } from '#worker/tenant/queries/changes.ts'
import { actorFor, Program } from '../api/program.ts'

afterEach(() => void vi.restoreAllMocks())

const WHY = 'The customer asked us to, on the phone.'
const caseNow = async (id: string) =>
  (
    await owner<{ status: string; priority: number; assignee_id: string | null; version: number; closed: boolean }>(
      'select status, priority, assignee_id, version, closed_at is not null as closed from "case" where id = $1',
      [id],
    )
  )[0]
const userNow = async (id: string) =>
  (
    await owner<{ status: string; version: number; invited: boolean }>(
      'select status, version, invited_at is not null as invited from tenant_user where id = $1',
      [id],
    )
  )[0]
const eventsOf = (entityId: string) =>
  owner<{ kind: string; payload: Record<string, unknown> }>('select kind, payload from app.outbox where entity_id = $1 order by seq', [
    entityId,
  ])
const last = async (tenantId: string) => (await trailOf(`tenant:${tenantId}`)).at(-1)
const status = (to: string, version = 1) => ({ status: to, version: String(version), reason: WHY })

describe('a case, in a session that writes', () => {
  it('is moved by Imke: before and after are in the trail, its reason too, and others are told', async () => {
    const { browser, tenant, sessionId } = await writing('imke')
    const file = await aCase(tenant.id)

    const response = await browser.post(`/workspace/cases/${file.id}/status`, status('CLOSED'))

    expect([response.status, response.headers.get('Location')]).toEqual([303, `/workspace/cases/${file.id}?done=case-changed`])
    expect(await caseNow(file.id)).toMatchObject({ status: 'CLOSED', closed: true, version: 2 })
    expect(await last(tenant.id)).toMatchObject({
      act: 'case:status',
      outcome: 'done',
      session_id: sessionId,
      entity_ids: [file.id],
      reason: WHY,
      facts: { before: { [file.id]: { status: 'OPEN' } }, after: { [file.id]: { status: 'CLOSED' } } },
    })
    expect(await eventsOf(file.id)).toMatchObject([{ kind: 'case.changed', payload: { tenantId: tenant.id, version: 2 } }])
    expect((await browser.post(`/workspace/cases/${file.id}/status`, status('IN_PROGRESS', 2))).status).toBe(303)
    expect(await caseNow(file.id)).toMatchObject({ status: 'IN_PROGRESS', closed: false, version: 3 })
  })

  it('gets another priority and another assignee, who must be there and work on cases', async () => {
    const { browser, tenant } = await writing('imke')
    const [file, investigator] = [await aCase(tenant.id), await aUser(tenant.id)]
    const [employee, gone] = [await aUser(tenant.id, { role: 'EMPLOYEE' }), await aUser(tenant.id, { status: 'DEACTIVATED' })]
    expect((await browser.post(`/workspace/cases/${file.id}/priority`, { version: '1', priority: '4', reason: WHY })).status).toBe(303)
    for (const { id } of [employee, gone]) {
      const refused = await browser.post(`/workspace/cases/${file.id}/assignee`, { version: '2', assigneeId: id, reason: WHY })
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('It cannot be assigned to them')])
    }
    expect(
      (await browser.post(`/workspace/cases/${file.id}/assignee`, { version: '2', assigneeId: investigator.id, reason: WHY })).status,
    ).toBe(303)
    expect(await caseNow(file.id)).toMatchObject({ priority: 4, assignee_id: investigator.id, version: 3 })
  })

  it('stays as it is for the slower of two, who sees what it is now with what they typed', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    await browser.post(`/workspace/cases/${file.id}/priority`, { version: '1', priority: '1', reason: WHY })
    const late = await browser.post(`/workspace/cases/${file.id}/status`, status('CLOSED'))
    const page = await late.text()
    expect([late.status, page]).toEqual([409, expect.stringContaining('Somebody changed this case while you did')])
    expect(page).toContain(WHY)
    expect(page).toContain('name="version" value="2"')
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN', version: 2 })
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'case:status')).toMatchObject([{ outcome: 'refused' }])
  })

  it('takes no way that is none, whatever version was seen', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id, { status: 'CLOSED', closed_at: new Date().toISOString(), updated_at: new Date().toISOString() })
    const refused = await browser.post(`/workspace/cases/${file.id}/status`, status('OPEN'))
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('The case is closed now')])
    expect(await caseNow(file.id)).toMatchObject({ status: 'CLOSED', version: 1 })
  })

  it('is changed once by two presses of one form, and a key is not good for other words', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    const fields = { ...status('IN_PROGRESS'), key: newId('key') }
    const answers = [1, 2].map(() => browser.post(`/workspace/cases/${file.id}/status`, fields))
    expect((await Promise.all(answers)).map((each) => each.status)).toEqual([303, 303])
    expect(await caseNow(file.id)).toMatchObject({ status: 'IN_PROGRESS', version: 2 })
    expect((await browser.post(`/workspace/cases/${file.id}/status`, { ...fields, status: 'CLOSED' })).status).toBe(422)
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'case:status')).toHaveLength(1)
  })

  it('is not there when it is another tenant’s, and the try is on record', async () => {
    const { browser, tenant } = await writing('imke')
    const foreign = await aCase((await inside('vera')).tenant.id)
    expect((await browser.post(`/workspace/cases/${foreign.id}/status`, status('CLOSED'))).status).toBe(404)
    expect(await caseNow(foreign.id)).toMatchObject({ status: 'OPEN' })
    expect(await last(tenant.id)).toMatchObject({ act: 'case:status', outcome: 'not_found', entity_ids: [foreign.id] })
  })

  it('is not changed as an employee, and the page says as whom it could be', async () => {
    const { browser, tenant, sessionId } = await writing('imke', { seen_as: 'EMPLOYEE' })
    const file = await aCase(tenant.id)
    const refused = await browser.post(`/workspace/cases/${file.id}/status`, status('CLOSED'))
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('Start a session as investigator or higher')])
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN' })
    expect(sessionId).toBeTruthy()
  })

  it('says what was wrong with a form, and changes nothing', async () => {
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    for (const fields of [
      { ...status('GONE') },
      { ...status('CLOSED'), reason: 'x' },
      { ...status('CLOSED'), version: 'one' },
      { ...status('CLOSED'), operatorId: 'ops_1' },
    ])
      expect((await browser.post(`/workspace/cases/${file.id}/status`, fields)).status).toBe(422)
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN', version: 1 })
  })
})

describe('a user, in a session that writes', () => {
  const move = (version = 1) => ({ version: String(version), reason: WHY })

  it('is deactivated and comes back; an invitation is asked for again', async () => {
    const { browser, tenant } = await writing('ada')
    const [user, guest] = [await aUser(tenant.id), await aUser(tenant.id, { status: 'INVITED' })]
    expect((await browser.post(`/workspace/users/${user.id}/deactivate`, move())).status).toBe(303)
    expect(await userNow(user.id)).toMatchObject({ status: 'DEACTIVATED', version: 2 })
    expect((await browser.post(`/workspace/users/${user.id}/activate`, move(2))).status).toBe(303)
    expect(await userNow(user.id)).toMatchObject({ status: 'ACTIVE', version: 3 })
    expect((await browser.post(`/workspace/users/${guest.id}/invite`, move())).status).toBe(303)
    expect(await userNow(guest.id)).toMatchObject({ status: 'INVITED', invited: true, version: 2 })
    expect(await eventsOf(guest.id)).toMatchObject([{ kind: 'tenant_user.changed' }])
    expect(await last(tenant.id)).toMatchObject({ act: 'tenant_user:invite', outcome: 'done', reason: WHY })
  })

  it('is not invited twice over, nor moved by whoever saw another version', async () => {
    const { browser, tenant } = await writing('ada')
    const user = await aUser(tenant.id)
    const invited = await browser.post(`/workspace/users/${user.id}/invite`, move())
    expect([invited.status, await invited.text()]).toEqual([409, expect.stringContaining('The user is active now')])
    expect((await browser.post(`/workspace/users/${user.id}/deactivate`, move(7))).status).toBe(409)
    expect(await userNow(user.id)).toMatchObject({ status: 'ACTIVE', version: 1 })
  })

  it('who may do more than the one looked as is left alone, and the page says why', async () => {
    const { browser, tenant } = await writing('paul', { seen_as: 'COMPLIANCE_OFFICER' })
    const admin = await aUser(tenant.id, { role: 'TENANT_ADMIN' })
    expect(await (await browser.get(`/workspace/users/${admin.id}`)).text()).toContain('may do more than the one you look as')
    expect((await browser.post(`/workspace/users/${admin.id}/deactivate`, move())).status).toBe(403)
    expect(await userNow(admin.id)).toMatchObject({ status: 'ACTIVE' })
  })
})

describe('a document of the configuration, in a session that writes', () => {
  const fields = (version: string) => ({ version, closedCasesMonths: '36', auditYears: '12', reason: WHY })
  const versionsOf = (tenantId: string) =>
    owner<{ version: number; changed_by: string | null }>(
      'select version, changed_by from tenant_config where tenant_id = $1 order by version',
      [tenantId],
    )

  it('gets its next version from Paul, in the tenant’s chain with his session', async () => {
    const { person, browser, tenant, sessionId } = await writing('paul', { seen_as: 'COMPLIANCE_OFFICER' })
    await aConfig(tenant.id)
    const response = await browser.post('/workspace/config/retention', fields('1'))
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/workspace/config/retention?done=config-saved'])
    expect(await versionsOf(tenant.id)).toEqual([
      { version: 1, changed_by: null },
      { version: 2, changed_by: person.id },
    ])
    expect(await last(tenant.id)).toMatchObject({ act: 'tenant_config:change', outcome: 'done', session_id: sessionId, reason: WHY })
    const late = await browser.post('/workspace/config/retention', fields('1'))
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('Version 2 is in force')])
  })

  it('is left alone as an investigator, and in a session that reads', async () => {
    const { browser, tenant } = await writing('imke', { seen_as: 'INVESTIGATOR' })
    await aConfig(tenant.id)
    expect((await browser.post('/workspace/config/retention', fields('1'))).status).toBe(403)
    const reading = await inside('imke')
    await aConfig(reading.tenant.id)
    expect(await (await reading.browser.get('/workspace/config/retention')).text()).toContain('This session only reads')
    expect((await reading.browser.post('/workspace/config/retention', fields('1'))).status).toBe(403)
    for (const { id } of [tenant, reading.tenant]) expect(await versionsOf(id)).toHaveLength(1)
  })
})

describe('a session that reads', () => {
  it('keeps the controls in sight with their reason, and refuses what is sent all the same, on record', async () => {
    const { browser, tenant, sessionId } = await inside('imke')
    const file = await aCase(tenant.id)
    expect(await (await browser.get(`/workspace/cases/${file.id}`)).text()).toContain('This session only reads')
    const refused = await browser.post(`/workspace/cases/${file.id}/status`, status('CLOSED'))
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('This session only reads')])
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN' })
    expect(await last(tenant.id)).toMatchObject({
      act: 'door:refused',
      outcome: 'refused',
      session_id: sessionId,
      entity_ids: ['POST /workspace/cases/:caseId/status'],
      facts: { because: 'READ_ONLY_SESSION' },
    })
  })

  it('is not talked into writing by another method, an override, or a GET with a query', async () => {
    const { browser, tenant } = await inside('imke')
    const file = await aCase(tenant.id)
    const address = `/workspace/cases/${file.id}/status`
    const query = new URLSearchParams(status('CLOSED'))
    const tries = [
      browser.get(`${address}?${query}`),
      browser.get(`/workspace/cases/${file.id}?_method=POST&${query}`, { 'X-HTTP-Method-Override': 'POST' }),
      ...['PUT', 'PATCH', 'DELETE'].map((method) =>
        browser.send(address, { method, headers: { Origin: 'https://portal.example' }, body: query }),
      ),
    ]
    for (const each of tries) expect([200, 403, 404]).toContain((await each).status)
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN', version: 1 })
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'case:status')).toEqual([])
  })

  it('of a role that writes nothing is refused at the door', async () => {
    const { browser, tenant } = await inside('hugo')
    const file = await aCase(tenant.id)
    expect(await (await browser.get(`/workspace/cases/${file.id}`)).text()).toContain('Hand the ticket over to one of them')
    expect((await browser.post(`/workspace/cases/${file.id}/status`, status('CLOSED'))).status).toBe(403)
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN' })
  })

  it('writes nothing through a handler whose door was declared wrongly: the login of a reading has no right to', async () => {
    const alerts = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { browser, tenant } = await writing('imke')
    const file = await aCase(tenant.id)
    const close = async (c: PortalContext) => {
      const caseId = c.req.param('caseId') ?? ''
      const ask = { key: newId('key'), asked: 'close' }
      await withTrail(c.var.scope, ask, { act: 'case:status', about: caseId }, moveCase({ caseId, seen: 1, to: 'CLOSED' }))
      return c.text('closed')
    }
    const careless = new Hono<Portal>()
      .use(remember(parts))
      .post('/workspace/cases/:caseId/careless', permit('GET /workspace/cases/:caseId'), close)
      .post('/workspace/cases/:caseId/careful', permit('POST /workspace/cases/:caseId/status'), close)
      .onError(onError)
    const other = new Browser(careless as never, Object.fromEntries(browser.cookies))
    expect((await other.post(`/workspace/cases/${file.id}/careless`)).status).toBe(500)
    expect(alerts.mock.calls.join()).toContain('42501')
    expect(await caseNow(file.id)).toMatchObject({ status: 'OPEN', version: 1 })
    // The same handler behind its own door does it: it was the login that refused.
    expect((await other.post(`/workspace/cases/${file.id}/careful`)).status).toBe(200)
    expect(await caseNow(file.id)).toMatchObject({ status: 'CLOSED', version: 2 })
  })
})

describe('a program, in a session that writes', () => {
  it('changes the same under the same rules, and is told by codes', async () => {
    const there = await writing('imke')
    const program = new Program(await actorFor(there))
    const file = await aCase(there.tenant.id)
    const address = `/api/v1/workspace/cases/${file.id}`
    expect(await program.post(`${address}/status`, { version: 1, status: 'IN_PROGRESS', reason: WHY })).toMatchObject({
      status: 200,
      body: { id: file.id, status: 'IN_PROGRESS', version: 2 },
    })
    expect(await program.post(`${address}/priority`, { version: 1, priority: 1, reason: WHY })).toMatchObject({
      status: 409,
      body: { code: 'VERSION_CONFLICT', current: { version: 2, status: 'IN_PROGRESS' } },
    })
    expect(await program.post(`${address}/status`, { version: 2, status: 'IN_PROGRESS', reason: WHY })).toMatchObject({
      status: 409,
      body: { code: 'INVALID_TRANSITION', from: 'IN_PROGRESS', to: 'IN_PROGRESS', allowed: ['OPEN', 'CLOSED'] },
    })
    expect(await program.post(`${address}/assignee`, { version: 2, assigneeId: newId('usr'), reason: WHY })).toMatchObject({
      status: 422,
      body: { code: 'ASSIGNEE_NOT_ELIGIBLE' },
    })
    const reading = await inside('imke')
    const other = await aCase(reading.tenant.id)
    expect(
      await new Program(await actorFor(reading)).post(`/api/v1/workspace/cases/${other.id}/status`, {
        version: 1,
        status: 'CLOSED',
        reason: WHY,
      }),
    ).toMatchObject({ status: 403, body: { code: 'READ_ONLY_SESSION' } })
  })
})

/** What a portal is made of that a test mounts its own handlers on. */
const parts: Parts = {
  settings,
  database,
  whoIs: byCookies(settings.sessionKey),
  clock: () => new Date(),
  desks: () => ({ check: async () => 'live' }) as unknown as Desk,
  rooms: () => ({ publish: async () => {}, revoke: async () => {} }),
  audience: () => ({ publish: async () => {} }),
  enterRoom: async () => new Response(),
  enterAiRoom: async () => new Response(),
  ai: () => ({}) as ReturnType<Parts['ai']>,
}
