import { env } from 'cloudflare:workers'
import { SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { owner, settings } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { hire, inside, portal, portalAs, signedIn } from '#test/world.ts'
import { settingsFrom } from '#worker/env.ts'
import { actorFor, tokenFor } from '../../api/program.ts'
import { isDown, listen } from '../../http/weather.ts'
import { Caller, knock } from '../caller.ts'
import { counted, refusal, tokenOf } from '../visitors.ts'

afterEach(() => void vi.restoreAllMocks())

describe('the front door', () => {
  it('opens a line and says what to expect of it', async () => {
    const caller = await Caller.at(portal())
    const { sid, ...facts } = await caller.told('0')
    expect(facts).toEqual({ upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 65_536 })
    expect(sid).toMatch(/^[\w-]{20,}$/)
  })

  it.each([
    ['another protocol', { query: { EIO: '3' } }, 400, { code: 5, message: 'Unsupported protocol version' }],
    ['no protocol', { query: { EIO: '' } }, 400, { code: 5, message: 'Unsupported protocol version' }],
    ['polling', { query: { transport: 'polling' } }, 400, { code: 0, message: 'Transport unknown' }],
    ['a session to go on with', { query: { sid: 'x' } }, 400, { code: 1, message: 'Session ID unknown' }],
    ['no upgrade', { headers: { Upgrade: '' } }, 400, { code: 3, message: 'Bad request' }],
    ['POST', { method: 'POST' }, 400, { code: 2, message: 'Bad handshake method' }],
    ['DELETE', { method: 'DELETE' }, 400, { code: 2, message: 'Bad handshake method' }],
  ])('answers %s in the words of the stock server', async (_, how, status, body) => {
    const response = await knock(portal(), how)
    expect([response.status, await response.json()]).toEqual([status, body])
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  })

  it('opens to another site’s page only where it brings no cookies of ours', async () => {
    const { browser } = await portalAs('vera')
    const Cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const status = async (headers: Record<string, string>) => (await knock(portal(), { headers })).status
    expect(await status({ Cookie, Origin: 'https://evil.example' })).toBe(403)
    expect(await status({ Cookie })).toBe(403)
    expect(await status({ Cookie, Origin: 'https://portal.example' })).toBe(101)
    expect(await status({ Cookie: 'theirs=1', Origin: 'https://evil.example' })).toBe(101)
    expect(await status({})).toBe(101)
  })

  it('lets a cookie open nothing', async () => {
    const { browser } = await portalAs('vera')
    const headers = { Cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '), Origin: 'https://portal.example' }
    const caller = await Caller.at(portal(), { headers })
    expect((await refusal(caller.connect())).data?.code).toBe('UNAUTHORIZED')
  })
})

describe('somebody with a token', () => {
  it('sits in their room, under a name of their own each time', async () => {
    const { app, entered } = counted()
    const { person, browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const first = await (await Caller.at(app)).connect({ token }).told('40/notifications,')
    const second = await (await Caller.at(app)).connect({ token }).told('40/notifications,')
    expect(first).toEqual({ sid: expect.any(String), pid: expect.any(String) })
    expect(first.sid).not.toBe(second.sid)
    expect(entered).toEqual([person.id, person.id])
  })

  it('shows it in the socket, else in a header, else in the address where that is allowed', async () => {
    const token = await tokenFor((await portalAs('vera')).browser)
    const Authorization = `Bearer ${token}`
    const code = async (app: ReturnType<typeof portal>, how: Parameters<typeof knock>[1], auth = {}) => {
      const caller = (await Caller.at(app, how)).connect(auth)
      return (await caller.heard('4')).startsWith('40') ? 'in' : (await refusal(caller)).data?.code
    }
    expect(await code(portal(), { headers: { Authorization } })).toBe('in')
    expect(await code(portal(), { headers: { Authorization } }, { token: 'x' })).toBe('INVALID_TOKEN')
    expect(await code(portal(), { headers: { Authorization }, query: { token: 'x' } })).toBe('in')
    const open = portal({ settings: { ...settings, allowsQueryToken: true } })
    const closed = portal({ settings: { ...settings, allowsQueryToken: false } })
    expect(await code(open, { query: { token } })).toBe('in')
    expect(await code(closed, { query: { token } })).toBe('UNAUTHORIZED')
  })

  it('shows it in the address in production only where that was decided', () => {
    const production = {
      ...(env as object),
      ENVIRONMENT: 'production',
      NEON_LOCAL: '',
      OIDC_ISSUER: 'https://directory.example',
      TENANT_TOKEN_JWKS_URL: 'https://product.example/keys',
      MAIL: 'http',
      MAIL_URL: 'https://mail.example/send',
      MAIL_KEY: 'k',
      MAIL_FROM: 'portal@vendor.example',
      WEBHOOK_LOOPBACK: '',
    }
    expect(settings.allowsQueryToken).toBe(true)
    expect(settingsFrom(production).allowsQueryToken).toBe(false)
    expect(settingsFrom({ ...production, ALLOW_QUERY_TOKEN: 'on' }).allowsQueryToken).toBe(true)
    expect(() => settingsFrom({ ...production, ALLOW_QUERY_TOKEN: 'yes' })).toThrow('ALLOW_QUERY_TOKEN')
  })

  it('costs the database one round trip', async () => {
    const { database, costOf } = counting()
    const token = await tokenFor((await portalAs('vera')).browser)
    const cost = await costOf(async () => {
      await (await Caller.at(portal({ database }))).connect({ token }).heard('40/notifications,')
      return new Response()
    })
    expect(cost.roundTrips).toBe(1)
  })

  it('who is held hears only what is their own', async () => {
    const person = await hire('vera', { status: 'HELD' })
    const caller = (await Caller.at(portal())).connect({ token: await tokenOf(await signedIn(person)) })
    await caller.heard('40/notifications,')
    caller.send('42/notifications,7["debug:my-rooms"]')
    expect(await caller.told('43/notifications,7')).toEqual([[`user:${person.id}`]])
  })

  it('in a tenant hears what its people hear, until the session is over', async () => {
    const there = await inside('vera')
    const token = await actorFor(there)
    const caller = (await Caller.at(portal())).connect({ token })
    await caller.heard('40/notifications,')
    caller.send('42/notifications,7["debug:my-rooms"]')
    const [rooms] = await caller.told<string[][]>('43/notifications,7')
    expect(rooms).toEqual([`user:${there.person.id}`, 'role:SUPPORT_L1', 'staff', `tenant:${there.tenant.id}`, `inside:${there.tenant.id}`])
    await there.browser.post(`/impersonations/${there.sessionId}/end`)
    expect((await refusal((await Caller.at(portal())).connect({ token }))).data?.code).toBe('REVOKED')
  })
})

describe('nobody’s room is touched by', () => {
  it.each<[string, string, RegExp, () => Promise<unknown>]>([
    ['nobody', 'UNAUTHORIZED', /unauthorized.*token/i, async () => undefined],
    ['an empty token', 'UNAUTHORIZED', /unauthorized/i, async () => ''],
    ['a word', 'INVALID_TOKEN', /unauthorized.*invalid token/i, async () => 'not-a-token'],
    ['a number', 'INVALID_TOKEN', /invalid/i, async () => 7],
    ['a token signed by somebody else', 'INVALID_TOKEN', /invalid/i, async () => aForgery()],
    ['a token of long ago', 'TOKEN_EXPIRED', /token expired/i, async () => expired(3600)],
    ['a token that ended a moment ago', 'TOKEN_EXPIRED', /token expired/i, async () => expired(5)],
    ['a token whose sign-in was ended', 'REVOKED', /unauthorized/i, async () => signedOut()],
    ['a token from before the role changed', 'REVOKED', /unauthorized/i, async () => demoted()],
  ])('%s', async (_, code, words, make) => {
    const { app, entered } = counted()
    const token = await make()
    const { message, data } = await refusal((await Caller.at(app)).connect({ token }))
    expect([data?.code, entered]).toEqual([code, []])
    expect(message).toMatch(words)
  })

  it('whoever asks for a namespace that is not there', async () => {
    const { app, entered } = counted()
    const caller = (await Caller.at(app)).connect({ token: await tokenFor((await portalAs('vera')).browser) }, '/nothing')
    expect([await caller.told('44/nothing,'), entered]).toEqual([{ message: 'Invalid namespace' }, []])
  })

  it('whoever connects more often than anybody needs to, from one address or as one person', async () => {
    const token = await tokenFor((await portalAs('vera')).browser)
    for (const kind of ['address:', 'person:']) {
      const { app, entered } = counted({ mayConnect: async (who) => !who.startsWith(kind) })
      expect((await refusal((await Caller.at(app)).connect({ token }))).data?.code).toBe('RATE_LIMITED')
      expect(entered).toEqual([])
    }
  })

  it('anybody while the database is away: they are told to come again', async () => {
    listen()
    const { app, entered } = counted()
    const token = await tokenFor((await portalAs('vera')).browser)
    isDown()
    const { message, data } = await refusal((await Caller.at(app)).connect({ token }))
    expect([data?.code, entered]).toEqual(['UNAVAILABLE', []])
    expect(message).toMatch(/try again/)
  })

  async function aForgery() {
    const token = await tokenFor((await portalAs('vera')).browser)
    const [head = '', claims = ''] = token.split('.')
    const forged = await new SignJWT(JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))))
      .setProtectedHeader(JSON.parse(atob(head)))
      .sign(new TextEncoder().encode('another key of thirty-two bytes!'))
    return forged
  }
  const expired = async (ago: number) => tokenOf((await portalAs('vera')).browser, { from: -900 - ago, until: -ago })
  async function signedOut() {
    const { browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    await browser.post('/sign-out')
    return token
  }
  async function demoted() {
    const { person, browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    await owner('update app.internal_user set version = version + 1 where id = $1', [person.id])
    return token
  }
})
