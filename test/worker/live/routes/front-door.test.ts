import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { decodeJwt, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PAUSES, roomOf } from '#test/durable-objects/sockets.ts'
import { insert, minutesAgo } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { hire, inside, portal, portalAs, signedIn } from '#test/world.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { accessToken } from '#worker/http/bearer.ts'
import { settingsFrom } from '#worker/env.ts'
import type { Parts } from '#worker/http/portal.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor, programOf, tokenFor } from '../../api/program.ts'
import { isDown, listen, log } from '../../http/weather.ts'
import { Caller, knock } from '../caller.ts'

afterEach(() => void vi.restoreAllMocks())

/** A portal that counts whose room anybody was brought to. */
function counted(parts: Partial<Parts> = {}) {
  const entered: string[] = []
  const app = portal({
    enterRoom: (userId, upgrade) => {
      entered.push(userId)
      return roomOf(userId).fetch(upgrade)
    },
    ...parts,
  })
  return { app, entered }
}

type Seen = Awaited<ReturnType<typeof portalAs>>['browser']

/** An access token of this sign-in as it was or will be. */
async function tokenOf(browser: Seen, { from = -60, until = 900 }: { from?: number; until?: number } = {}) {
  const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
  if (!login) throw new Error('nobody is signed in')
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000)
  const family = await familyOf(login.operator.id)
  const facts = { ...login, email: 'somebody@vendor.example', ...family, tokenId: newId('tok') }
  return accessToken(settings.sessionKey, { ...facts, from: at(from), until: at(until) })
}

/** A program of theirs, also of somebody who would be given none. */
async function familyOf(operatorId: string) {
  const [login] = await owner<{ id: string }>('select id from app.login_session where operator_id = $1 order by created_at desc', [
    operatorId,
  ])
  const { id } = await insert('app.token_family', {
    id: newId('fam'),
    operator_id: operatorId,
    login_session_id: login!.id,
    sealed: 'of no use here',
    created_at: minutesAgo(1),
    rotated_at: minutesAgo(1),
  })
  return { loginId: login!.id, familyId: id }
}

/** Everything that a room has a part in is told twice: as it is, and with the room put to sleep whenever something was heard. */
const ROOMS = Object.entries(PAUSES)

const refusal = (caller: Caller) => caller.told<{ message: string; data?: { code: string } }>('44/notifications,')

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

describe.each(ROOMS)('a new token on an open line, the room %s', (_how, pause) => {
  const aLine = async (parts: Partial<Parts> = {}) => {
    const { app, entered } = counted(parts)
    const { person, browser } = await portalAs('vera')
    const caller = (await Caller.at(app)).connect({ token: await tokenOf(browser, { from: -300, until: 300 }) })
    caller.between = () => pause({ userId: person.id })
    await caller.heard('40/notifications,')
    return { caller, person, browser, entered }
  }
  const renew = (caller: Caller, token: unknown) => {
    caller.send(`42/notifications,5["auth:refresh",${JSON.stringify({ token })}]`)
    return caller.told<[{ success: boolean; code?: string; expiresAt?: number }]>('43/notifications,5')
  }

  it('keeps it, and moves its end', async () => {
    const { caller, browser, entered } = await aLine()
    const [answer] = await renew(caller, await tokenOf(browser))
    expect(answer).toMatchObject({ success: true })
    expect(answer.expiresAt).toBeGreaterThan(Date.now() + 800_000)
    expect([caller.closed, entered.length]).toEqual([undefined, 1])
  })

  it.each([
    ['no token', async () => undefined, 'UNAUTHORIZED'],
    ['a word', async () => 'x', 'INVALID_TOKEN'],
    ['an object', async () => ({ token: 1 }), 'INVALID_TOKEN'],
    ['one that is over', async (browser: Seen) => tokenOf(browser, { from: -900, until: -60 }), 'TOKEN_EXPIRED'],
    ['another person’s', async () => tokenFor((await portalAs('hugo')).browser), 'INVALID_TOKEN'],
    ['an older one', async (browser: Seen) => tokenOf(browser, { from: -600, until: 900 }), 'INVALID_TOKEN'],
  ])('closes it where it is %s', async (_, make, code) => {
    const { caller, browser } = await aLine()
    const [answer] = await renew(caller, await make(browser))
    expect(answer).toEqual({ success: false, code })
    await caller.heard('41/notifications,')
    await caller.until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(4401)
  })

  /** Vera's line a moment after her token ran out, the room not having looked at its clock yet. */
  const aLateLine = async () => {
    const { person, browser } = await portalAs('vera')
    const { token, caller } = await justLetIn(browser)
    caller.between = () => pause({ userId: person.id })
    const lookLater = async (_: unknown, state: DurableObjectState) => {
      state.storage.sql.exec("UPDATE timer SET due = due + 60000 WHERE kind = 'expire'")
      await state.storage.setAlarm(Date.now() + 60_000)
    }
    await runInDurableObject(roomOf(person.id), lookLater)
    const { exp = 0 } = decodeJwt(token)
    await new Promise((over) => setTimeout(over, exp * 1000 + 10 - Date.now()))
    return { caller, person, browser, token }
  }
  /** With a token that lasts no longer than it takes to be let in. */
  const justLetIn = async (browser: Seen, lasts = 1): Promise<{ token: string; caller: Caller }> => {
    const token = await tokenOf(browser, { from: lasts - 900, until: lasts })
    const caller = (await Caller.at(portal())).connect({ token })
    return (await caller.heard('4')).startsWith('40') ? { token, caller } : justLetIn(browser, lasts * 2)
  }

  it('may be the one it stands on that has just run out, once, and no token comes back', async () => {
    const { caller, token } = await aLateLine()
    const [answer] = await renew(caller, token)
    expect(answer).toEqual({ success: true, expiresAt: expect.any(Number) })
    expect(answer.expiresAt! - Date.now()).toBeGreaterThan(800_000)
    caller.send('42/notifications,6["debug:my-rooms"]')
    await caller.heard('43/notifications,6')
    expect(caller.frames.some((frame) => token.split('.').some((part) => frame.includes(part)))).toBe(false)
    caller.frames.length = 0
    expect(await renew(caller, token)).toEqual([{ success: false, code: 'TOKEN_EXPIRED' }])
    await caller.heard('41/notifications,')
  })

  const OVER: [string, string, (line: Awaited<ReturnType<typeof aLateLine>>) => Promise<string>][] = [
    ['another of the same person that has run out', 'TOKEN_EXPIRED', ({ browser }) => tokenOf(browser, { from: -850, until: 0 })],
    ['a bent one', 'INVALID_TOKEN', async ({ token }) => `${token.slice(0, -4)}AAAA`],
    [
      'the one of a sign-in that has ended',
      'REVOKED',
      async ({ token, person }) => {
        await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
        return token
      },
    ],
    [
      'the one of a program that has ended',
      'REVOKED',
      async ({ token, person }) => {
        await owner("update app.token_family set ended_at = now(), end_reason = 'REUSED' where operator_id = $1", [person.id])
        return token
      },
    ],
  ]
  // Their tokens run out side by side.
  it(`that is over is not exchanged where it is ${OVER.map(([what]) => what).join(', or ')}`, async () => {
    const answers = OVER.map(async ([what, , make]) => {
      const line = await aLateLine()
      const [answer] = await renew(line.caller, await make(line))
      await line.caller.until(() => line.caller.closed !== undefined)
      return [what, answer, line.caller.closed?.code]
    })
    expect(await Promise.all(answers)).toEqual(OVER.map(([what, code]) => [what, { success: false, code }, 4401]))
  })

  it('that ran out opens nothing where nobody is let in yet, whatever line of theirs is open', async () => {
    const { token } = await aLateLine()
    expect((await refusal((await Caller.at(portal())).connect({ token }))).data?.code).toBe('TOKEN_EXPIRED')
  })

  it('is asked for again where it could not be looked at, and the line stays', async () => {
    listen()
    const { caller, browser } = await aLine()
    const token = await tokenOf(browser)
    isDown()
    expect(await renew(caller, token)).toEqual([{ success: false, code: 'UNAVAILABLE' }])
    vi.restoreAllMocks()
    caller.send('42/notifications,6["debug:my-rooms"]')
    await caller.heard('43/notifications,6')
  })
})

describe.each(ROOMS)('a line, the room %s', (_how, pause) => {
  const aLine = async () => {
    const { person, browser } = await portalAs('vera')
    const caller = (await Caller.at(portal())).connect({ token: await tokenFor(browser) })
    caller.between = () => pause({ userId: person.id })
    await caller.heard('40/notifications,')
    return { caller, person }
  }
  const note = (userId: string, n: number) => ({
    dedup: `${userId}-${n}`,
    audience: `user:${userId}` as const,
    name: 'notification:new' as const,
    body: { n, filler: 'x'.repeat(n < 0 ? 15_000 : 0) },
  })

  it.each<[string, string | ArrayBuffer, number]>([
    ['garbage', 'hello', 1002],
    ['half a packet', '42/notifications,["a"', 1002],
    ['a ping', '2', 1002],
    ['bytes', new Uint8Array([1, 2, 3]).buffer, 1003],
    ['bytes in letters', 'bAQID', 1003],
    ['a packet with parts to come', '451-/notifications,["a",{"_placeholder":true,"num":0}]', 1003],
    ['more than 64 KiB', `42/notifications,["${'x'.repeat(70_000)}"]`, 1009],
    ['a second connect', '40/notifications,{}', 1002],
    ['words for a room it is not in', '42/ai,["a"]', 1002],
  ])('is closed for %s, after a goodbye', async (_, frame, code) => {
    const { caller } = await aLine()
    caller.send(frame)
    await caller.heard('41/notifications,')
    await caller.until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(code)
  })

  it('carries what a program tells its person, and nothing that is told to others', async () => {
    const { caller, person } = await aLine()
    const other = await aLine()
    const program = await programOf((await portalAs('hugo')).browser)
    const tell = (userId: string, message: string) => program.post('/api/v1/test/emit-notification', { userId, message })
    expect((await tell(other.person.id, 'for another')).status).toBe(200)
    const { body } = await tell(person.id, 'for you')
    const [name, told] = await caller.told<[string, object]>('42/notifications,')
    expect([name, told]).toEqual(['notification:new', { id: body.id, userId: person.id, message: 'for you' }])
    await other.caller.heard('42/notifications,')
    for (const each of [caller, other.caller]) expect(each.frames.filter((frame) => frame.startsWith('42'))).toHaveLength(1)
  })

  it('carries what is told to its person, in order, and what is too much only as fast as it is read', async () => {
    const { caller, person } = await aLine()
    const large = Array.from({ length: 40 }, (_, i) => note(person.id, -1 - i))
    await roomOf(person.id).publish([note(person.id, 1), ...large, note(person.id, 2)])
    await caller.until(() => caller.frames.filter((frame) => frame.startsWith('42')).length === 42)
    const told = caller.frames.filter((frame) => frame.startsWith('42')).map((frame) => Number(/"n":(-?\d+)/.exec(frame)?.[1]))
    expect(told).toEqual([1, ...large.map((_, i) => -1 - i), 2])
    expect(caller.frames.filter((frame) => frame === '2').length).toBeGreaterThan(3)
  })

  it('is left by a client that says so, and can be joined again', async () => {
    const { person, browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const caller = (await Caller.at(portal())).connect({ token })
    caller.between = () => pause({ userId: person.id })
    await caller.heard('40/notifications,')
    caller.send('41/notifications,').send('42/notifications,["late"]')
    caller.frames.length = 0
    await caller.connect({ token }).heard('40/notifications,')
    expect(caller.closed).toBeUndefined()
  })

  it('comes back with what it missed', async () => {
    const { person, browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const first = (await Caller.at(portal())).connect({ token })
    first.between = () => pause({ userId: person.id })
    const { pid } = await first.told('40/notifications,')
    await roomOf(person.id).publish([note(person.id, 1)])
    const [, , offset] = JSON.parse((await first.heard('42/notifications,')).slice('42/notifications,'.length)) as [string, object, string]
    first.hangUp()
    await roomOf(person.id).publish([note(person.id, 2)])
    await pause({ userId: person.id })
    const second = (await Caller.at(portal())).connect({ token, pid, offset })
    second.between = first.between
    expect((await second.told('40/notifications,')).pid).toBe(pid)
    expect(await second.heard('42/notifications,')).toContain('"n":2')
  })

  it('closes when its room says that it is over', async () => {
    const { caller, person } = await aLine()
    await roomOf(person.id).revoke({ what: 'user' })
    await caller.heard('41/notifications,')
    await caller.until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(4403)
  })

  it('leaves no token in any line of the log', async () => {
    listen()
    const { browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const lines: string[] = []
    const app = portal({ log: (line) => lines.push(JSON.stringify(line)), settings: { ...settings, allowsQueryToken: true } })
    const caller = await Caller.at(app, { query: { token }, headers: { Authorization: `Bearer ${token}` } })
    await caller.connect({ token }).heard('40/notifications,')
    caller.send(`42/notifications,1["auth:refresh",{"token":"${token}"}]`)
    await caller.heard('43/notifications,1')
    isDown()
    caller.send(`42/notifications,2["auth:refresh",{"token":"${token}"}]`)
    await caller.heard('43/notifications,2')
    const all = [...lines, log(), ...caller.frames].join('\n')
    expect(all).toContain('GET /socket.io/')
    expect(all).toContain('gate_unavailable')
    for (const part of token.split('.')) expect(all).not.toContain(part)
  })
})
