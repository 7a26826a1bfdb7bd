import { afterEach, describe, expect, it, vi } from 'vitest'
import { CAST } from '#test/cast.ts'
import { aCase, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, startFields } from '#test/world.ts'
import { aRequest } from '../impersonation/asked.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { everyDoor } from './walk.ts'
import { isDown, listen, theDatabase } from './weather.ts'

afterEach(() => void vi.restoreAllMocks())

/** Whoever may not pass a door hears that first. The door for sockets asks nobody before there is one. */
const pages = everyDoor.filter(
  ({ method, path, door }) =>
    method === 'GET' &&
    path !== '/live' &&
    !path.startsWith('/api/') &&
    door.audience === 'staff' &&
    (door.permission === null || may(CAST.vera, door.permission)),
)

describe('when the database cannot be reached', () => {
  it('every page says so, and nothing is shown from memory', async () => {
    listen()
    const { browser, person, tenant, sessionId } = await inside('vera')
    const found = await aCase(tenant.id)
    const parameters: Record<string, string> = {
      tenantId: tenant.id,
      sessionId,
      requestId: await aRequest(person.id, tenant.id),
      caseId: found.id,
      riuId: newId('riu'),
      document: 'retention',
      userId: newId('usr'),
      entityId: found.id,
      chain: `tenant:${tenant.id}`,
      seq: '1',
      number: '1',
      endpointId: newId('whe'),
      notificationId: newId('ntf'),
      kind: 'my_tickets',
      runId: newId('run'),
    }
    const addresses = pages
      .map(({ path }) => path.replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? ''))
      .filter((path) => path !== '/workspace' && path !== '/live')
    for (const path of addresses) expect((await browser.get(path)).status).toBeLessThan(500) // they were there a moment ago
    isDown()
    for (const path of addresses) {
      const response = await browser.get(path)
      const page = await response.text()
      expect([path, response.status]).toEqual([path, 503])
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
      expect(page).toContain('The database cannot be reached.')
      expect(page).not.toContain(tenant.name)
    }
  })

  it('a form says so, keeps nobody in the dark about its key, and changes nothing', async () => {
    listen()
    const { person, browser, tenant } = await inside('vera')
    const ticket = await aTicket(tenant.id, person.id)
    isDown()
    const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id))
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5'])
    vi.restoreAllMocks()
    expect(await owner('select 1 from app.impersonation_session where operator_id = $1', [person.id])).toHaveLength(1)
  })

  it.each([
    ['answers with a page of a proxy', () => Promise.resolve(new Response('<h1>502 Bad Gateway</h1>', { status: 502 }))],
    ['answers with an error of its own', () => Promise.resolve(Response.json({ message: 'compute is starting' }, { status: 503 }))],
    ['is not found by name', () => Promise.reject(new TypeError('getaddrinfo ENOTFOUND'))],
  ])('it is the same when it %s', async (_, answers) => {
    listen()
    const { browser } = await portalAs('vera')
    theDatabase(answers)
    const response = await browser.get('/tenants')
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(await response.text()).not.toMatch(/Bad Gateway|compute|ENOTFOUND/)
  })

  it('a program is told in its own words', async () => {
    listen()
    const { browser } = await portalAs('vera')
    isDown()
    const response = await browser.get('/impersonations/current', { Accept: 'application/json' })
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 503, requestId: response.headers.get('X-Request-Id') })
  })

  it('the sign-in page is still there, and the portal recovers by itself', async () => {
    listen()
    const { browser } = await portalAs('vera')
    isDown()
    expect((await browser.get('/sign-in')).status).toBe(200)
    expect((await browser.get('/')).status).toBe(503)
    vi.restoreAllMocks()
    expect((await browser.get('/')).status).toBe(200)
  })
})
