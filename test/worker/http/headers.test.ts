import { afterEach, describe, expect, it, vi } from 'vitest'
import { Browser } from '#test/driver.ts'
import { owner } from '#test/owner.ts'
import { inside, portal, portalAs } from '#test/world.ts'

afterEach(() => void vi.restoreAllMocks())

/** One answer of every kind that the portal gives. */
const answers: Record<string, () => Promise<Response>> = {
  'a page': async () => (await portalAs('vera')).browser.get('/'),
  'a page of a tenant': async () => (await inside('vera')).browser.get('/workspace/cases'),
  'a part of a page': async () => (await portalAs('vera')).browser.swap('/tenants?q=x'),
  'the sign-in page': () => new Browser(portal()).get('/sign-in'),
  'a redirect to the sign-in': () => new Browser(portal()).get('/tenants'),
  'a redirect to the directory': () => new Browser(portal()).get('/sign-in/start'),
  'a failed sign-in': () => new Browser(portal()).get('/sign-in/callback?code=x&state=y'),
  'signing out': () => new Browser(portal()).post('/sign-out'),
  JSON: async () => (await portalAs('vera')).browser.get('/impersonations/current'),
  'a refusal': async () => (await portalAs('nils')).browser.get('/workspace/cases'),
  'a form of another site': async () => (await portalAs('vera')).browser.post('/impersonations', {}, { Origin: 'https://evil.example' }),
  'an unknown address': async () => (await portalAs('vera')).browser.get('/nothing'),
  'an unknown address, signed out': () => new Browser(portal()).get('/nothing'),
  'an unknown record': async () => (await portalAs('vera')).browser.get('/tenants/ten_nothing'),
  'a form with errors': async () => (await portalAs('vera')).browser.post('/impersonations', { key: 'short' }),
  'too large a form': async () => (await portalAs('vera')).browser.post('/impersonations', { reason: 'x'.repeat(70_000) }),
  'the end of a session': async () => {
    const { browser, sessionId } = await inside('vera')
    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", [sessionId])
    return browser.get('/workspace/cases')
  },
  'a database that is down': async () => {
    const { browser } = await portalAs('vera')
    const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('connection refused'))
    vi.spyOn(console, 'error').mockImplementationOnce(() => {})
    return browser.get('/').finally(() => down.mockRestore())
  },
  'something that broke': async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => {})
    const broken = () => {
      throw new Error('broken')
    }
    const app = portal({ database: () => ({ query: broken, transaction: broken }) as never })
    const { browser } = await portalAs('vera')
    return new Browser(app, Object.fromEntries(browser.cookies)).get('/')
  },
  'a page asked for only if it changed': async () =>
    (await portalAs('vera')).browser.get('/', { 'If-None-Match': '*', 'If-Modified-Since': new Date().toUTCString() }),
}
const statuses: Record<string, number> = {
  'a refusal': 403,
  'a form of another site': 403,
  'an unknown address': 404,
  'an unknown record': 404,
  'a form with errors': 422,
  'too large a form': 413,
  'the end of a session': 401,
  'a database that is down': 503,
  'something that broke': 500,
  'a page asked for only if it changed': 200,
}

const policyOf = (response: Response) =>
  Object.fromEntries(
    (response.headers.get('Content-Security-Policy') ?? '').split(/;\s*/).map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
  )

describe('every answer', () => {
  it.each(Object.keys(answers))('says what a browser may do with it: %s', async (kind) => {
    const response = await answers[kind]?.()
    if (!response) throw new Error(kind)
    if (statuses[kind] !== undefined) expect(response.status).toBe(statuses[kind])
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'strict-transport-security': expect.stringMatching(/max-age=\d{8}/),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-request-id': expect.stringMatching(/^req_[0-9A-Z]{20}$/),
    })
    expect(response.headers.get('ETag') ?? response.headers.get('Last-Modified') ?? response.headers.get('X-Powered-By')).toBeNull()
    const policy = policyOf(response)
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
      'style-src': ["'self'"],
    })
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|\*|data:|http:\/\/(?!localhost)/)
  })

  it('runs only the scripts that we sent with it: the nonce of the header stands at each, and is another one each time', async () => {
    const seen = new Set<string>()
    for (const kind of [
      'a page',
      'a page of a tenant',
      'an unknown address',
      'a database that is down',
      'something that broke',
      'the sign-in page',
    ]) {
      const response = (await answers[kind]?.()) as Response
      const page = await response.text()
      const nonce = policyOf(response)
        ['script-src']?.find((source: string) => source.startsWith("'nonce-"))
        ?.slice(7, -1)
      expect(nonce).toMatch(/^.{16,}$/)
      for (const [tag] of page.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`)
      expect(page).not.toMatch(/<[^>]+\s(on[a-z]+|style)=/)
      expect(page).not.toMatch(/(href|action|src)="(javascript|data):/i)
      seen.add(nonce ?? '')
    }
    expect(seen.size).toBe(6)
  })
})

describe('cookies', () => {
  it('belong to this host alone, and no script reads them', async () => {
    const { browser } = await inside('vera')
    const given = [
      await new Browser(portal()).get('/sign-in/start'),
      await browser.post('/sign-out'),
      await (await inside('hugo')).browser.post('/impersonations/imp_nothing/end'),
      await answers['the end of a session']?.(),
      await new Browser(portal()).get('/sign-in/callback'),
    ].flatMap((response) => response?.headers.getSetCookie() ?? [])
    expect(given.length).toBeGreaterThanOrEqual(5)
    for (const cookie of given) {
      expect(cookie).toMatch(/^__Host-(portal|session|sign-in)=/)
      for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie.split(/; /)).toContain(part)
      expect(cookie).not.toMatch(/Domain=/i)
    }
  })

  it('of a session last as long as the browser, those of an attempt to sign in ten minutes', async () => {
    const attempt = await new Browser(portal()).get('/sign-in/start')
    expect(attempt.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-sign-in=.*Max-Age=600/)])
  })
})
