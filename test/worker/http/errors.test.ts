import { afterEach, describe, expect, it, vi } from 'vitest'
import { aCase, aTicket } from '#test/facts.ts'
import { settings } from '#test/owner.ts'
import { inside, portalAs, startFields, trailOf } from '#test/world.ts'
import { isDown, listen, log, theDatabase } from './weather.ts'

afterEach(() => void vi.restoreAllMocks())

describe('what an error tells', () => {
  const personal = 'Zelda Quist zelda.quist@customer.example'
  const breaks = () =>
    theDatabase(() =>
      Promise.resolve(
        Response.json(
          { message: `duplicate key of ${personal}`, code: '23505', detail: `Key (email)=(${personal}) already exists.`, query: personal },
          { status: 400 },
        ),
      ),
    )

  it('is on the page a sentence and the id of the request, and in the log codes and places: no person, no parameter, no key', async () => {
    const { browser, tenant, person } = await inside('vera')
    const ticket = await aTicket(tenant.id, person.id)
    const answers: string[] = []
    listen()
    breaks()
    for (const ask of [
      () => browser.get('/tenants?q=Zelda%20Quist'),
      () => browser.get('/workspace/users?role=EMPLOYEE'),
      () => browser.post('/impersonations', startFields(tenant.id, ticket.id, { reason: `Because ${personal} asked us to have a look.` })),
    ]) {
      const response = await ask()
      expect(response.status).toBe(500)
      const page = await response.text()
      answers.push(page, JSON.stringify([...response.headers]))
      expect(page).toContain(response.headers.get('X-Request-Id') ?? '(none)')
      expect(log()).toContain(response.headers.get('X-Request-Id') ?? '(none)')
    }
    expect(log()).toContain('23505')
    const secrets = [...browser.cookies.values(), settings.sessionKey, settings.signIn.clientSecret, ...Object.values(settings.databases)]
    for (const text of [log(), ...answers]) {
      expect(text).not.toMatch(/zelda|quist|@customer\.example|duplicate key|select |insert |app\.enter|Failed query/i)
      for (const secret of secrets) expect(text).not.toContain(secret)
    }
  })

  it('is in the log of an ordinary day nothing at all', async () => {
    listen()
    const { browser, tenant } = await inside('vera')
    await aCase(tenant.id)
    for (const path of ['/', '/workspace/cases', '/workspace/users', '/tenants?q=Zelda', '/nothing']) await browser.get(path)
    await browser.post('/impersonations', { reason: personal })
    expect(log()).toBe('')
  })

  it('is said once by a lock that somebody else holds: try again, nothing was changed', async () => {
    listen()
    const { browser } = await portalAs('vera')
    theDatabase(() =>
      Promise.resolve(Response.json({ message: 'canceling statement due to lock timeout', code: '55P03' }, { status: 400 })),
    )
    const response = await browser.get('/')
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(await response.text()).toContain('Nothing was changed.')
  })
})

describe('a refusal at a door', () => {
  it('is written down: who, which door, that it was not permitted', async () => {
    const { person, browser } = await portalAs('nils')
    expect((await browser.get('/workspace/cases')).status).toBe(403)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      act: 'door:refused',
      outcome: 'refused',
      entity_type: 'door',
      entity_ids: ['GET /workspace/cases'],
      operator_id: person.id,
      facts: { because: 'NOT_PERMITTED' },
      ip: '203.0.113.7',
    })
  })

  it('stands although it cannot be written down, and the log says so', async () => {
    listen()
    const { browser } = await portalAs('nils')
    isDown()
    expect((await browser.get('/workspace/cases')).status).toBe(403)
    expect(log()).toContain('refusal_not_recorded')
  })
})
