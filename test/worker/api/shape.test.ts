import { afterEach, describe, expect, it, vi } from 'vitest'
import { aCase, aConfig, aJob, anError, aReport, aTenant, aTicket, aUser, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { isDown, listen } from '../http/weather.ts'
import { actorFor, Program, programOf, type Said } from './program.ts'

const LINE = 'Because the customer is still on the phone.'
const as = async (name: Parameters<typeof portalAs>[0]) => {
  const { person, browser } = await portalAs(name)
  return { person, program: await programOf(browser) }
}
const ids = ({ body }: Said) => (body.items as { id: string }[]).map(({ id }) => id)

describe('a change by program', () => {
  it('is done once, however often it is asked for with its key', async () => {
    const { program } = await as('imke')
    const { id: tenantId } = await aTenant()
    const { id: jobId } = await aJob(tenantId)
    const [path, key] = [`/api/v1/tenants/${tenantId}/jobs/${jobId}/retry`, newId('key')]
    const [first, second] = [
      await program.post(path, {}, { 'Idempotency-Key': key }),
      await program.post(path, {}, { 'Idempotency-Key': key }),
    ]
    expect(first).toMatchObject({ status: 200, body: { id: jobId, state: 'AVAILABLE' } })
    expect([second.status, second.body]).toEqual([200, first.body])
    expect((await trailOf(`tenant:${tenantId}`)).map(({ act, outcome }) => [act, outcome])).toEqual([['tenant_job:retry', 'done']])
    const elsewhere = await program.post(`/api/v1/tenants/${tenantId}/jobs/${newId('job')}/retry`, {}, { 'Idempotency-Key': key })
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  })

  it('collides with what was done before, and says from where it cannot go on', async () => {
    const { program } = await as('imke')
    const { id: tenantId } = await aTenant()
    const { id: jobId } = await aJob(tenantId, { state: 'RUNNING' })
    const said = await program.post(`/api/v1/tenants/${tenantId}/jobs/${jobId}/retry`)
    expect(said).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION', from: 'RUNNING', to: 'AVAILABLE', allowed: [] } })
    expect(await owner('select state from tenant_job where id = $1', [jobId])).toEqual([{ state: 'RUNNING' }])
  })

  it('of a ticket that somebody has already says whose it is', async () => {
    const { program } = await as('vera')
    const hugo = await portalAs('hugo')
    const ticket = await aTicket((await aTenant()).id, hugo.person.id)
    const said = await program.post(`/api/v1/tickets/${ticket.id}/take`)
    expect(said).toMatchObject({ status: 409, body: { code: 'ALREADY_TAKEN', current: { assigneeId: hugo.person.id, status: 'OPEN' } } })
  })

  it('of a ticket that was closed meanwhile says that there is no way back from there', async () => {
    const { program } = await as('vera')
    const ticket = await aTicket((await aTenant()).id, null, { status: 'CLOSED', closed_at: new Date().toISOString() })
    const said = await program.post(`/api/v1/tickets/${ticket.id}/take`)
    expect(said).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION', from: 'CLOSED', to: 'ASSIGNED', allowed: [] } })
    expect(await owner('select assignee_id from ticket where id = $1', [ticket.id])).toEqual([{ assignee_id: null }])
  })

  it('of a configuration is made over the version that was seen, else shows the one in force', async () => {
    const { program } = await as('imke')
    const { id: tenantId } = await aTenant()
    await aConfig(tenantId)
    const path = `/api/v1/tenants/${tenantId}/config/retention`
    const body = { version: 1, reason: LINE, body: { closedCasesMonths: 36, auditYears: 12 } }
    expect(await program.put(path, body)).toMatchObject({ status: 200, body: { version: 2, body: body.body } })
    const late = await program.put(path, { ...body, body: { closedCasesMonths: 48, auditYears: 12 } })
    expect(late).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT', current: { version: 2, body: body.body } } })
    for (const [field, wrong] of [
      ['body.closedCasesMonths', { closedCasesMonths: '36', auditYears: 12 }],
      ['body.auditYears', { closedCasesMonths: 36, auditYears: 99 }],
      ['body.colour', { closedCasesMonths: 36, auditYears: 12, colour: 'Zelda' }],
      ['body.auditYears', { closedCasesMonths: 36 }],
    ] as const) {
      const said = await program.put(path, { ...body, version: 2, body: wrong })
      expect(said).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT', errors: [{ field }] } })
      expect(JSON.stringify(said.body)).not.toContain('Zelda')
    }
    expect((await program.get(`${path}?cursor=1`)).body).toMatchObject({ current: { version: 2 }, history: [{ version: 1 }] })
  })

  it('of a secret remembers neither the secret nor that it was another one', async () => {
    const { program } = await as('imke')
    const { id: tenantId } = await aTenant()
    const [path, key] = [`/api/v1/tenants/${tenantId}/secrets`, newId('key')]
    const body = { kind: 'API_KEY', name: 'sync', value: 'Zelda-Quist-4711' }
    const set = await program.post(path, body, { 'Idempotency-Key': key })
    expect(set).toMatchObject({ status: 200, body: { name: 'sync', lastFour: '4711' } })
    expect(JSON.stringify([set.body, (await program.get(path)).body, await trailOf(`tenant:${tenantId}`)])).not.toContain('Zelda')
    expect((await program.post(path, body, { 'Idempotency-Key': key })).body).toEqual(set.body)
    const other = await program.post(path, { ...body, value: 'Zelda-Quist-4712' }, { 'Idempotency-Key': key })
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  })

  it('that is refused changes nothing and is recorded like a browser’s', async () => {
    const { person, program } = await as('hugo')
    const { id: tenantId } = await aTenant()
    const { id: jobId } = await aJob(tenantId)
    expect((await program.post(`/api/v1/tenants/${tenantId}/jobs/${jobId}/retry`)).status).toBe(403)
    expect(await owner('select state from tenant_job where id = $1', [jobId])).toEqual([{ state: 'RETRYABLE' }])
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      act: 'door:refused',
      entity_ids: ['POST /api/v1/tenants/:tenantId/jobs/:jobId/retry'],
    })
  })
})

describe('ending many', () => {
  it('needs the word where it concerns a role or all, and ends nothing without it', async () => {
    const { sessionId } = await inside('vera')
    const { program } = await as('ada')
    for (const body of [
      { scope: 'all', subject: '', reason: LINE },
      { scope: 'role', subject: 'SUPPORT_L1', confirm: 'ALL', reason: LINE },
    ]) {
      expect(await program.post('/api/v1/impersonations/kill', body)).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'confirm' }] },
      })
    }
    expect(await owner('select ended_at from app.impersonation_session where id = $1', [sessionId])).toEqual([{ ended_at: null }])
  })
})

describe('a list', () => {
  /** Every page of a list, while somebody adds rows to its top. */
  async function walked(program: Program, path: string, adds: () => Promise<unknown>) {
    const found: string[] = []
    let cursor: unknown
    for (let turn = 0; turn < 10; turn++) {
      const said = await program.get(`${path}?limit=3${cursor === undefined ? '' : `&cursor=${encodeURIComponent(String(cursor))}`}`)
      expect(said.status).toBe(200)
      found.push(...ids(said))
      cursor = said.body.next
      if (cursor === undefined) return found
      await adds()
    }
    throw new Error('no end')
  }
  const several = <T>(make: (i: number) => Promise<T>) => Promise.all(Array.from({ length: 8 }, (_, i) => make(i)))

  it.each([
    ['jobs', (tenantId: string, at: string) => aJob(tenantId, { created_at: at })],
    ['errors', (tenantId: string, at: string) => anError(tenantId, { last_seen_at: at })],
    ['tickets', (tenantId: string, at: string) => aTicket(tenantId, null, { opened_at: at, updated_at: at })],
  ] as const)('of %s shows every row once while rows are added', async (noun, make) => {
    const { program } = await as('imke')
    const { id: tenantId } = await aTenant()
    // Two of each moment: the key decides between them.
    const rows = await several((i) => make(tenantId, minutesAgo(100 - Math.floor(i / 2))))
    const found = await walked(program, `/api/v1/tenants/${tenantId}/${noun}`, () => make(tenantId, minutesAgo(1)))
    expect(found.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  })

  it.each([
    ['cases', (tenantId: string, at: string) => aCase(tenantId, { created_at: at, updated_at: at })],
    ['reports', (tenantId: string, at: string) => aReport(tenantId, null, { created_at: at, updated_at: at })],
    ['users', (tenantId: string, at: string) => aUser(tenantId, { created_at: at })],
  ] as const)('of %s inside a tenant does so, too', async (noun, make) => {
    const there = await inside('hugo')
    const program = new Program(await actorFor(there))
    const rows = await several<{ id: string }>((i) => make(there.tenant.id, minutesAgo(5_000 - Math.floor(i / 2))))
    const found = await walked(program, `/api/v1/workspace/${noun}`, () => make(there.tenant.id, minutesAgo(4_000)))
    expect(found.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  })

  it('of the trail goes on where it ended', async () => {
    const { program } = await as('vera')
    for (let i = 0; i < 5; i++) await program.get('/api/v1/audit?limit=1')
    const seen: number[] = []
    let path = '/api/v1/audit?limit=2'
    for (let turn = 0; turn < 3; turn++) {
      const { body } = await program.get(path)
      seen.push(...(body.items as { seq: number }[]).map(({ seq }) => seq))
      path = `/api/v1/audit?limit=2&cursor=${encodeURIComponent(String(body.next))}`
    }
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a))
  })

  it.each(['0', '101', '-1', '1e2', 'many', ''])('has no limit of %j', async (limit) => {
    const { program } = await as('vera')
    expect((await program.get(`/api/v1/impersonations?limit=${limit}`)).status).toBe(422)
  })
})

describe('what is hidden', () => {
  it('is hidden from a program of L1 as on the page, and shown as what it is', async () => {
    const there = await inside('vera')
    const program = new Program(await actorFor(there))
    const user = await aUser(there.tenant.id)
    const report = await aReport(there.tenant.id, null)
    const hidden = { hidden: 'personal' }
    const said = await program.get(`/api/v1/workspace/users/${user.id}`)
    expect(said.body).toMatchObject({ id: user.id, name: hidden, email: hidden })
    expect((await program.get(`/api/v1/workspace/reports/${report.id}`)).body).toMatchObject({ narrative: { hidden: 'sensitive' } })
    for (const path of ['users', 'reports', 'cases'])
      expect(JSON.stringify((await program.get(`/api/v1/workspace/${path}`)).body)).not.toMatch(/Zelda|Canary/)
  })
})

afterEach(() => void vi.restoreAllMocks())

describe('an address of the API', () => {
  it('has the methods it says, and no word about other sites', async () => {
    const { program } = await as('vera')
    const said = await program.raw('HEAD', '/api/v1/tenants')
    expect([said.status, await said.text(), said.headers.get('Content-Type')]).toEqual([200, '', 'application/json'])
    const asked = await program.raw('OPTIONS', '/api/v1/impersonations', undefined, {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
    })
    expect([asked.status, asked.headers.get('Allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS'])
    expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    const wrong = await program.send('DELETE', '/api/v1/impersonations')
    expect([wrong.status, wrong.body.code, wrong.headers.get('Allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'POST, GET, HEAD, OPTIONS'])
    for (const path of ['/api', '/api/', '/api/v1', '/api/v2/tenants', '/api/v1/tenants/', '/api/v1/never'])
      expect([path, (await program.get(path)).body.code]).toEqual([path, 'NOT_FOUND'])
  })

  it('tells of records that are not there and of those that are not yours the same', async () => {
    const { program } = await as('vera')
    const { sessionId } = await inside('hugo')
    const plain = ({ status, body: { instance: _request, ...body } }: Said) => ({ status, body })
    const [unknown, foreign] = [
      await program.get(`/api/v1/impersonations/${newId('imp')}`),
      await program.get(`/api/v1/impersonations/${sessionId}`),
    ]
    expect(plain(foreign)).toEqual(plain(unknown))
  })

  it('says in its own words that the database is silent', async () => {
    const { program } = await as('vera')
    listen()
    isDown()
    const said = await program.get('/api/v1/tenants')
    expect([said.status, said.body.code, said.headers.get('Retry-After')]).toEqual([503, 'UNAVAILABLE', '5'])
  })
})
