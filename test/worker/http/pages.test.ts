import { describe, expect, it } from 'vitest'
import { Browser } from '#test/driver.ts'
import { owner } from '#test/owner.ts'
import { inside, portal, portalAs } from '#test/world.ts'

const PARTIAL = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const isWhole = (page: string) => page.startsWith('<!doctype html>') && page.includes('</html>')

describe('a browser without scripts, and htmx', () => {
  it.each([
    '/',
    '/tenants',
    '/tenants?q=acme',
    '/impersonations',
    '/audit',
    '/account/sign-ins',
    '/workspace/cases',
    '/workspace/reports',
    '/workspace/users',
  ])('get the whole page and its part of %s, and a cache is told that they differ', async (path) => {
    const { browser } = await inside('vera')
    const [whole, part] = [await browser.get(path), await browser.swap(path)]
    expect([whole.status, part.status]).toEqual([200, 200])
    for (const response of [whole, part]) expect(response.headers.get('Vary')).toContain('HX-Request-Type')
    expect(isWhole(await whole.text())).toBe(true)
    const text = await part.text()
    expect(text).not.toMatch(/<html|<body|<header class="header"/)
    expect(text.length).toBeGreaterThan(0)
  })

  it('get the whole page also when htmx follows a link for the whole body', async () => {
    const { browser } = await portalAs('vera')
    expect(isWhole(await (await browser.get('/', { 'HX-Request': 'true', 'HX-Request-Type': 'full' })).text())).toBe(true)
    expect(isWhole(await (await browser.get('/', { 'HX-Request': 'true' })).text())).toBe(true)
  })

  it('get an error as a page or as a part', async () => {
    const { browser } = await portalAs('vera')
    const [whole, part] = [await browser.get('/nothing'), await browser.swap('/nothing')]
    expect([whole.status, part.status]).toEqual([404, 404])
    expect(isWhole(await whole.text())).toBe(true)
    const text = await part.text()
    expect(text).not.toContain('<html')
    expect(text).toContain('There is nothing here.')
  })

  it('are led to the sign-in: the browser by a redirect, htmx by a header, a program by a code', async () => {
    const ask = (headers: Record<string, string>) => new Browser(portal()).get('/tenants?q=x', headers)
    const to = `/sign-in?to=${encodeURIComponent('/tenants?q=x')}`
    const [page, part, program] = [await ask({}), await ask(PARTIAL), await ask({ Accept: 'application/json' })]
    expect([page.status, page.headers.get('Location')]).toEqual([303, to])
    expect([part.status, part.headers.get('HX-Redirect'), await part.text()]).toEqual([401, to, ''])
    expect([program.status, await program.json()]).toEqual([401, { code: 'SIGNED_OUT' }])
  })

  it('see the end of a session as a whole notice, never as a row among others', async () => {
    const { browser, sessionId, tenant } = await inside('vera')
    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", [sessionId])
    const kept = browser.cookies.get('__Host-session') ?? ''
    for (const headers of [{}, PARTIAL]) {
      browser.cookies.set('__Host-session', kept)
      const response = await browser.get('/workspace/cases', headers)
      expect(response.status).toBe(401)
      expect(response.headers.get('Portal-Ended')).toBe('1')
      expect(await response.text()).toContain(tenant.name) // whose session it was, and why it is over
      expect(browser.cookies.has('__Host-session')).toBe(false)
    }
  })

  it('cost one round trip to the database per page', async () => {
    const { browser, tenant } = await inside('vera')
    for (const path of [
      '/',
      '/tenants',
      '/tenants?q=acme',
      `/tenants/${tenant.id}`,
      '/impersonations',
      '/workspace/cases',
      '/workspace/reports',
      '/workspace/users',
    ]) {
      const timing = (await browser.get(path)).headers.get('Server-Timing')
      expect([path, /db;desc="1 round trips?,/.test(timing ?? '')]).toEqual([path, true])
    }
  })
})
