import { describe, expect, it } from 'vitest'
import { settings } from '#test/owner.ts'
import { aTenant } from '#test/facts.ts'
import { inside, trailOf } from '#test/world.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { askDirectory, comeBack, hireListed, newBrowser, signInAs, signInsOf } from './directory.ts'

describe('signing in', () => {
  it('leads Vera from our page over the directory back home, and she is in', async () => {
    const vera = await hireListed('vera')
    const { browser, response } = await signInAs(vera)

    expect([response.status, response.headers.get('Location')]).toEqual([303, '/'])
    expect((await browser.get('/')).status).toBe(200)
    expect(await trailOf(`operator:${vera.id}`)).toMatchObject([
      { act: 'sign_in:accept', outcome: 'done', operator_id: vera.id, ip: '203.0.113.7', session_id: null },
    ])
  })

  it('asks the directory for a code with PKCE, a state and a nonce of this attempt only', async () => {
    const ask = async () => new URL((await newBrowser().get('/sign-in/start')).headers.get('Location') ?? '').searchParams
    const [one, two] = [await ask(), await ask()]
    expect(Object.fromEntries(one)).toMatchObject({
      response_type: 'code',
      client_id: settings.signIn.clientId,
      redirect_uri: 'http://localhost:8787/sign-in/callback',
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.get(name)).toMatch(/^[\w-]{43}$/)
      expect(one.get(name)).not.toBe(two.get(name))
    }
  })

  it('gives the browser a cookie that no script and no other site reads, and keeps of its key only the hash', async () => {
    const vera = await hireListed('vera')
    const { browser, response } = await signInAs(vera)

    const cookie = response.headers.getSetCookie().find((each) => each.startsWith('__Host-portal='))
    expect(cookie).toMatch(/; Path=\/(;|$)/)
    for (const flag of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(flag)
    expect(cookie).not.toMatch(/Domain|Max-Age|Expires/i)
    const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(login?.loginKey))
    const [row] = await signInsOf(vera.id)
    expect(row?.hash).toBe([...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
    expect(login?.loginKey).toMatch(/^[\w-]{43}$/)
  })

  it('remembers when, from where and with what it was, for twelve hours at most', async () => {
    const vera = await hireListed('vera')
    await signInAs(vera)
    const [row] = await signInsOf(vera.id)
    expect(row).toMatchObject({ ip: '203.0.113.7', user_agent: 'Test browser', revoked_at: null })
    expect(Number(row && new Date(row.expires_at).getTime() - new Date(row.created_at).getTime())).toBeCloseTo(12 * 3_600_000, -3)
  })

  it('leads back to the page that asked for it', async () => {
    const vera = await hireListed('vera')
    const tenant = await aTenant()
    const browser = newBrowser()
    const asked = await browser.get(`/tenants/${tenant.id}?done=x&y=1`)
    expect([asked.status, asked.headers.get('Location')]).toEqual([
      303,
      `/sign-in?to=${encodeURIComponent(`/tenants/${tenant.id}?done=x&y=1`)}`,
    ])
    const page = await (await browser.get(asked.headers.get('Location') ?? '')).text()
    expect(page).toContain(`/sign-in/start?to=${encodeURIComponent(`/tenants/${tenant.id}?done=x&y=1`)}`)

    const { response } = await signInAs(vera, browser, `/tenants/${tenant.id}?done=x&y=1`)
    expect(response.headers.get('Location')).toBe(`/tenants/${tenant.id}?done=x&y=1`)
  })

  it('gives a new key each time, so that a key that somebody planted before is worth nothing', async () => {
    const vera = await hireListed('vera')
    const { browser } = await signInAs(vera)
    const first = browser.cookies.get('__Host-portal')
    await signInAs(vera, browser)
    expect(browser.cookies.get('__Host-portal')).not.toBe(first)
    const rows = await signInsOf(vera.id)
    expect(new Set(rows.map((row) => row.hash)).size).toBe(2)
  })

  it('takes off an overlay of an earlier sign-in', async () => {
    const before = await inside('vera')
    const vera = await hireListed('vera')
    const browser = newBrowser()
    browser.cookies.set('__Host-session', before.browser.cookies.get('__Host-session') ?? '')
    await signInAs(vera, browser)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })

  it('lets two people sign in from one machine at once', async () => {
    const [vera, hugo] = [await hireListed('vera'), await hireListed('hugo')]
    const [one, two] = [newBrowser(), newBrowser()]
    const [backOne, backTwo] = [await askDirectory(one, vera), await askDirectory(two, hugo)]
    expect([(await comeBack(two, backTwo)).status, (await comeBack(one, backOne)).status]).toEqual([303, 303])
    expect([(await signInsOf(vera.id)).length, (await signInsOf(hugo.id)).length]).toEqual([1, 1])
  })
})
