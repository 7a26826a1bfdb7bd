import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portal, portalAs, signedIn, startFields, trailOf } from '#test/world.ts'
import type { Spend } from '#objects/operator-desk/purse.ts'
import { type Budget, limitOf, weigh } from '#worker/auth/rules/budgets.ts'
import type { Bindings } from '#worker/env.ts'
import { newId } from '#worker/rules/ids.ts'

afterEach(() => void vi.restoreAllMocks())

const desks = (env as unknown as Bindings).OPERATOR_DESK
const quietly = () => vi.spyOn(console, 'error').mockImplementation(() => {})
const statusOf = async (id: string) =>
  (await owner<{ status: string; held_reason: string | null }>('select status, held_reason from app.internal_user where id = $1', [id]))[0]

const one = (operatorId: string, more: Partial<Spend> = {}) =>
  desks.getByName(operatorId).spend({ operatorId, budget: 'search', what: '', share: 'pages', ...more })
async function many(times: number, ...args: Parameters<typeof one>) {
  const answers: string[] = []
  for (let i = 0; i < times; i++) {
    const spent = await one(...args)
    answers.push(spent.ok ? 'ok' : spent.because)
  }
  return answers
}
/** As if everything so far had been asked that much earlier. */
const earlier = (operatorId: string, ms: number) =>
  runInDurableObject(desks.getByName(operatorId), (_, state) => void state.storage.sql.exec('UPDATE tries SET at = at - ?', ms))
/** As if somebody had just asked so often. */
const asIf = async (operatorId: string, budget: Budget, times: number) => {
  await one(operatorId, { budget, what: 'first' })
  await runInDurableObject(desks.getByName(operatorId), (_, state) => {
    for (let i = 1; i < times; i++)
      state.storage.sql.exec(
        "INSERT INTO tries (budget, share, what, at, passed) VALUES (?, 'pages', ?, ?, 1)",
        budget,
        `t${i}`,
        Date.now(),
      )
  })
}

describe('a budget', () => {
  it.each([
    [{ passed: 0, oldest: null, tried: 0 }, { ok: true }],
    [{ passed: 29, oldest: 0, tried: 29 }, { ok: true }],
    [
      { passed: 30, oldest: 1_000, tried: 30 },
      { ok: false, because: 'SPENT', retryAfter: 31 },
    ],
    [
      { passed: 30, oldest: -29_999, tried: 59 },
      { ok: false, because: 'SPENT', retryAfter: 1 },
    ],
    [
      { passed: 30, oldest: 0, tried: 60 },
      { ok: false, because: 'HELD' },
    ],
    [
      { passed: 3, oldest: 0, tried: 60 },
      { ok: false, because: 'HELD' },
    ],
  ] as const)('of thirty in a minute, after %j', (tally, verdict) => {
    expect(weigh({ most: 30, window: 60_000 }, tally, 30_000)).toEqual(verdict)
  })

  it('lets thirty searches pass in a minute, refuses the next, and says for how long', async () => {
    const vera = await hire('vera')
    expect(new Set(await many(30, vera.id))).toEqual(new Set(['ok']))
    const refused = await one(vera.id)
    expect(refused).toMatchObject({ ok: false, because: 'SPENT', budget: 'search' })
    if (!refused.ok && refused.because === 'SPENT') expect(refused.retryAfter).toBeGreaterThan(50)
  })

  it('slides: what is older than the window costs nothing any more', async () => {
    const vera = await hire('vera')
    await many(20, vera.id)
    await earlier(vera.id, 59_000)
    expect((await many(11, vera.id)).slice(-2)).toEqual(['ok', 'SPENT'])
    await earlier(vera.id, 1_500)
    expect((await many(21, vera.id)).filter((answer) => answer === 'ok')).toHaveLength(20)
  })

  it('is each person’s own', async () => {
    const [vera, hugo] = [await hire('vera'), await hire('hugo')]
    await many(31, vera.id)
    expect(await many(1, hugo.id)).toEqual(['ok'])
  })

  it('is remembered when the desk is evicted', async () => {
    const vera = await hire('vera')
    await many(30, vera.id)
    await evictDurableObject(desks.getByName(vera.id))
    expect(await many(1, vera.id)).toEqual(['SPENT'])
  })

  it('counts different tenants, and the same one once', async () => {
    const vera = await hire('vera')
    const tenants = Array.from({ length: 21 }, () => newId('ten'))
    for (const what of tenants.slice(0, 20)) expect(await many(3, vera.id, { budget: 'tenant', what })).toEqual(['ok', 'ok', 'ok'])
    expect(await many(2, vera.id, { budget: 'tenant', what: tenants[20] as string })).toEqual(['SPENT', 'SPENT'])
    expect(await many(1, vera.id, { budget: 'tenant', what: tenants[0] as string })).toEqual(['ok'])
  })

  it('is lower for programs, and does not eat the pages’', async () => {
    const vera = await hire('vera')
    expect((await many(11, vera.id, { share: 'api' })).slice(-2)).toEqual(['ok', 'SPENT'])
    expect(await many(1, vera.id)).toEqual(['ok'])
    for (const budget of ['search', 'tenant', 'record'] as const)
      expect(limitOf(budget, 'api').most).toBeLessThan(limitOf(budget, 'pages').most)
  })
})

describe('twice a budget', () => {
  it('holds the operator: the sixty-first search within a minute, once, however many come at once', async () => {
    quietly()
    const { person, browser } = await portalAs('hugo')
    expect((await many(60, person.id)).filter((answer) => answer === 'SPENT')).toHaveLength(30)
    expect((await statusOf(person.id))?.status).toBe('ACTIVE')
    const answers = await Promise.all([one(person.id), one(person.id), one(person.id)])
    expect(answers[0]).toMatchObject({ ok: false, because: 'HELD', budget: 'search' })
    expect(await statusOf(person.id)).toEqual({
      status: 'HELD',
      held_reason: 'Asked for twice as many searches in a minute as the budget allows.',
    })
    expect(await owner("select operator_id from audit.trail where act = 'person:hold' and entity_ids = $1", [[person.id]])).toEqual([
      { operator_id: 'system' },
    ])
    expect((await browser.get('/')).status).toBe(303)
  })

  it('begins anew after a release', async () => {
    quietly()
    const hugo = await hire('hugo')
    await many(61, hugo.id)
    await owner("update app.internal_user set status = 'ACTIVE' where id = $1", [hugo.id])
    expect(await many(1, hugo.id)).toEqual(['ok'])
  })

  it('stays a refusal while the database cannot be reached, and holds as soon as it can', async () => {
    const said = quietly()
    const hugo = await hire('hugo')
    await many(60, hugo.id)
    const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    expect(await one(hugo.id)).toMatchObject({ ok: false, because: 'SPENT', retryAfter: 5 })
    down.mockRestore()
    expect(said.mock.calls.join()).toContain('hold_failed')
    expect(await one(hugo.id)).toMatchObject({ because: 'HELD' })
    expect((await statusOf(hugo.id))?.status).toBe('HELD')
  })
})

describe('opening tenants', () => {
  it('is refused at the twenty-first within an hour, with the time to wait, a row in the trail and nothing of the tenant', async () => {
    const { person, browser } = await portalAs('vera')
    const [first, last] = [await aTenant(), await aTenant()]
    await browser.get(`/tenants/${first.id}`)
    await asIf(person.id, 'tenant', 19)

    const refused = await browser.get(`/tenants/${last.id}`)
    const page = await refused.text()

    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(3_500)
    expect(page).toContain('Your tenants for this hour are used up.')
    expect(page).toMatch(/It goes on <span[^>]*>in (59 minutes|1 hour)/)
    expect(page).not.toContain(last.name)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      act: 'door:refused',
      outcome: 'refused',
      entity_ids: ['GET /tenants/:tenantId'],
      facts: { because: 'BUDGET_TENANT' },
    })
    // The one that is open stays open, with its tabs, and the list costs nothing.
    for (const path of [`/tenants/${first.id}`, `/tenants/${first.id}/tickets`, '/tenants?q=a', '/'])
      expect((await browser.get(path)).status).toBe(200)
    const program = await browser.get(`/tenants/${last.id}`, { Accept: 'application/json' })
    expect([program.status, await program.json()]).toEqual([429, expect.objectContaining({ code: 'BUDGET_TENANT' })])
  })

  it('counts a tenant that is entered straight away, and starts nothing beyond the budget', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    await asIf(person.id, 'tenant', 20)
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id))).status).toBe(429)
    expect(await owner('select 1 from app.impersonation_session where operator_id = $1', [person.id])).toEqual([])
  })

  it('counts whatever is tried, there or not, and says of itself that it is polling or not', async () => {
    const { person, browser } = await portalAs('vera')
    await asIf(person.id, 'tenant', 19)
    expect((await browser.get(`/tenants/${newId('ten')}`, { 'Portal-Passive': '1' })).status).toBe(404)
    expect((await browser.get(`/tenants/${newId('ten')}`, { 'Portal-Passive': '1' })).status).toBe(429)
  })

  it('at the forty-first holds: the person is out, hears why, and finds it on their page', async () => {
    quietly()
    const { person, browser, sessionId } = await inside('vera')
    await asIf(person.id, 'tenant', 40)

    const held = await browser.get(`/tenants/${newId('ten')}`)

    expect(held.status).toBe(403)
    expect(await held.text()).toContain('Opened twice as many different tenants in an hour as the budget allows.')
    expect([...browser.cookies.keys()]).toEqual([])
    expect(await owner('select end_reason from app.impersonation_session where id = $1', [sessionId])).toEqual([
      { end_reason: 'FORCE_LOGOUT' },
    ])
    expect(await (await (await signedIn(person)).get('/')).text()).toContain('Opened twice as many')
  })

  it('goes on uncounted while the desk cannot be reached, and the log says so', async () => {
    const said = quietly()
    const vera = await hire('vera')
    const cut = () => {
      throw new Error('unreachable')
    }
    const browser = await signedIn(vera, portal({ desks: cut }))
    const tenant = await aTenant()
    expect((await browser.get(`/tenants/${tenant.id}`)).status).toBe(200)
    expect(said.mock.calls.join()).toContain('budget_not_counted')
    expect(said.mock.calls.join()).not.toContain(tenant.id)
  })
})

describe('reading records inside a tenant', () => {
  it('is refused at the three hundred and first within ten minutes; the session goes on', async () => {
    const { person, browser, tenant } = await inside('vera')
    await browser.get('/workspace/cases')
    await asIf(person.id, 'record', 299)
    const refused = await browser.get('/workspace/cases')
    const page = await refused.text()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(500)
    expect(page).toContain('Your readings for these ten minutes are used up.')
    expect(page).toContain(`[AS ${tenant.name}]`)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'door:refused', facts: { because: 'BUDGET_RECORD' } })
    await earlier(person.id, 600_000)
    expect((await browser.get('/workspace/cases')).status).toBe(200)
  })

  it('is counted also when the desk does not know the session', async () => {
    const { person, browser } = await inside('vera')
    await asIf(person.id, 'record', 300)
    await runInDurableObject(desks.getByName(person.id), (_, state) => state.storage.delete('running'))
    expect((await browser.get('/workspace/cases')).status).toBe(429)
  })

  it('holds beyond twice of it, and the session is over', async () => {
    quietly()
    const { person, browser } = await inside('vera')
    await asIf(person.id, 'record', 600)
    expect((await browser.get('/workspace/cases')).status).toBe(403)
    expect(await statusOf(person.id)).toMatchObject({
      status: 'HELD',
      held_reason: 'Read twice as many records in ten minutes as the budget allows.',
    })
  })
})
