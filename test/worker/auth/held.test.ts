import { describe, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { Browser } from '#test/driver.ts'
import { aTenant } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { hire, inside, portal, portalAs, signedIn, trailOf } from '#test/world.ts'
import { openLogin, sealLogin } from '#worker/auth/login-cookie.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { tokenOf } from '../http/token.ts'
import { hireListed, signInAs, signInsOf } from './directory.ts'

const REASON = 'Asked for twice as many searches in a minute as the budget allows.'
const hold = (id: string) => owner("update app.internal_user set status = 'HELD', held_reason = $2 where id = $1", [id, REASON])

/** Kurt, who was in a tenant, was then held, and signed in again. */
async function kurtHeld() {
  const before = await inside('hugo')
  await hold(before.person.id)
  const browser = await signedIn(before.person)
  return { ...before, browser, first: before.browser }
}

describe('somebody who is held', () => {
  it('is out at once, signs in again, and hears since when, why, and who can release them', async () => {
    const hugo = await hireListed('hugo', { role: 'SUPPORT_L2' })
    const { browser } = await signInAs(hugo)
    const { person: lena } = await portalAs('lena')
    await owner("update app.internal_user set name = '0 Lena' where id = $1", [lena.id])
    await hold(hugo.id)
    expect((await browser.get('/')).status).toBe(303)

    expect((await signInAs(hugo, browser)).response.status).toBe(303)

    const home = await browser.get('/')
    const page = await home.text()
    expect(home.status).toBe(200)
    for (const words of ['Your access is on hold', REASON, '0 Lena, Support L2 lead']) expect(page).toContain(words)
    expect(page).toMatch(/Since <span/)
    expect((await trailOf(`operator:${hugo.id}`)).map(({ act }) => act)).toEqual(['sign_in:accept', 'sign_in:accept'])
  })

  it.each(['/audit', '/impersonations', '/account/sign-ins'])('reads their own page %s', async (path) => {
    const { browser, tenant } = await kurtHeld()
    const response = await browser.get(path)
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain(tenant.name)
  })

  it('reads the timeline of their own session, and of nobody else’s', async () => {
    const { browser, sessionId } = await kurtHeld()
    const other = await inside('vera')
    expect((await browser.get(`/impersonations/${sessionId}`)).status).toBe(200)
    expect((await browser.get(`/impersonations/${other.sessionId}`)).status).toBe(404)
  })

  it('reads their own acts only, whoever they led', async () => {
    const { person: vera } = await portalAs('vera')
    const lena = await hire('lena')
    await hold(lena.id)
    const browser = await signedIn(lena)
    const page = await (await browser.get('/audit')).text()
    expect(page).toContain('Signed in')
    expect(page).not.toContain(vera.id)
    expect((await browser.get(`/audit/operator:${lena.id}/1`)).status).toBe(200)
    expect((await browser.get(`/audit/operator:${vera.id}/1`)).status).toBe(404)
  })

  it('ends their own sign-ins, one or all', async () => {
    const { person, browser } = await kurtHeld()
    const other = await signedIn(person)
    const [first] = (await signInsOf(person.id)).filter((row) => row.revoked_at === null)
    expect((await other.post(`/account/sign-ins/${first?.id}/revoke`)).status).toBe(303)
    expect((await browser.get('/')).status).toBe(303)
    const key = { key: 'key_0123456789ABCDEFGHIJ' }
    expect((await other.post('/account/sign-ins/revoke-all', key)).headers.get('Location')).toBe('/sign-in?out=1')
    expect((await signInsOf(person.id)).filter((row) => row.revoked_at === null)).toEqual([])
  })

  it('signs out', async () => {
    const { person, browser } = await kurtHeld()
    expect((await browser.post('/sign-out')).status).toBe(303)
    expect((await signInsOf(person.id)).filter((row) => row.revoked_at === null)).toEqual([])
  })

  it('is refused everywhere else with the same page, and that is recorded', async () => {
    const { person, browser } = await kurtHeld()
    const place = await aTenant()
    const response = await browser.get(`/tenants/${place.id}`)
    const page = await response.text()
    expect(response.status).toBe(403)
    expect(page).toContain(REASON)
    expect(page).not.toContain(place.name)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      act: 'door:refused',
      outcome: 'refused',
      entity_ids: ['GET /tenants/:tenantId'],
      facts: { because: 'HELD' },
    })
    const program = await browser.get('/tenants', { Accept: 'application/json' })
    expect([program.status, await program.json()]).toEqual([403, expect.objectContaining({ code: 'HELD' })])
  })

  it('finds the overlay of the session they were in dead', async () => {
    const { browser, first, tenant } = await kurtHeld()
    browser.cookies.set('__Host-session', first.cookies.get('__Host-session') ?? '')
    const response = await browser.get('/workspace/cases')
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain(tenant.name)
  })

  it('is not helped by a cookie that says they are active: the database knows the version', async () => {
    const { browser } = await kurtHeld()
    const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
    if (login === null) throw new Error('no cookie')
    const seal = (change: object) =>
      sealLogin({ ...login, operator: { ...login.operator, ...change }, expiresAt: new Date(Date.now() + 3_600_000) }, settings.sessionKey)
    for (const change of [{ status: 'ACTIVE', version: login.operator.version - 1 }]) {
      const forged = new Browser(portal(), { '__Host-portal': await seal(change) }, login.loginKey)
      expect((await forged.get('/tenants')).status).toBe(303)
    }
    // Even one with the right version, which we would never sign, shows no row.
    const place = await aTenant({ name: 'Zanzibar Ltd' })
    const forged = new Browser(portal(), { '__Host-portal': await seal({ status: 'ACTIVE' }) }, login.loginKey)
    const page = await (await forged.get('/tenants?q=Zanzibar')).text()
    expect(page).not.toContain(place.id)
    expect((await forged.get(`/tenants/${place.id}`)).status).toBe(404)
  })

  it('stays signed in while they read: the hour begins anew', async () => {
    const { person, browser } = await kurtHeld()
    await owner("update app.login_session set seen_at = now() - interval '59 min' where operator_id = $1 and revoked_at is null", [
      person.id,
    ])
    expect((await browser.get('/')).status).toBe(200)
    const [row] = await owner<{ rest: number }>(
      'select extract(epoch from now() - seen_at)::int as rest from app.login_session where operator_id = $1 and revoked_at is null',
      [person.id],
    )
    expect(row?.rest).toBeLessThan(30)
  })

  it('signs in anew once they are released, and is who they were', async () => {
    const { person, browser } = await kurtHeld()
    await owner("update app.internal_user set status = 'ACTIVE' where id = $1", [person.id])
    expect((await browser.get('/')).status).toBe(303)
    const again = await signedIn(person)
    expect((await again.get('/tenants')).status).toBe(200)
  })

  it('is not held when they are deactivated: then nothing is open to them', async () => {
    const { person, browser } = await kurtHeld()
    await owner("update app.internal_user set status = 'DEACTIVATED' where id = $1", [person.id])
    expect((await browser.get('/audit')).status).toBe(303)
    await expect(signedIn(person)).rejects.toThrow('DEACTIVATED')
  })

  it('may do nothing, by the rules as well', () => {
    expect(may({ ...CAST.ada, status: 'HELD' }, 'view_tenants')).toBe(false)
    expect(may({ ...CAST.ada, status: 'ACTIVE' }, 'view_tenants')).toBe(true)
  })

  it('sends forms like everybody: with the token of their sign-in', async () => {
    const { browser } = await kurtHeld()
    expect((await browser.post('/account/sign-ins/revoke-all', { csrf: 'f'.repeat(64) })).status).toBe(403)
    expect(await tokenOf(browser)).toMatch(/^[0-9a-f]{64}$/)
    expect((await browser.get('/')).status).toBe(200)
  })
})
