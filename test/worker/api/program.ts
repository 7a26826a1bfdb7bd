import { decodeJwt } from 'jose'
import type { Browser } from '#test/driver.ts'
import { aTenant, aUser } from '#test/facts.ts'
import { settings } from '#test/owner.ts'
import { type inside, portal, portalAs } from '#test/world.ts'
import type { CastName } from '#test/cast.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { actorToken } from '#worker/http/bearer.ts'
import { newId } from '#worker/rules/ids.ts'

export const ORIGIN = 'https://portal.example'
export const JSON_TYPE = { 'Content-Type': 'application/json' }

type App = ReturnType<typeof portal>
export type Said = { status: number; body: Record<string, unknown>; headers: Headers }

/** A program of one person: shows its token, no cookie, no Origin. */
export class Program {
  readonly token: string | undefined
  readonly #app: App
  constructor(token?: string, app: App = portal()) {
    this.token = token
    this.#app = app
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Said> {
    return this.send('GET', path, undefined, headers)
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Said> {
    return this.send('POST', path, body, headers)
  }

  put(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Said> {
    return this.send('PUT', path, body, headers)
  }

  /** Changes carry a key of their own unless the test names one; `''` takes a header off. */
  async send(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Said> {
    const response = await this.raw(method, path, body, more)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
  }

  raw(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Response> {
    const headers = new Headers({
      'User-Agent': 'Test program',
      'CF-Connecting-IP': '203.0.113.8',
      ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
      ...(body !== undefined && { ...JSON_TYPE, 'Idempotency-Key': newId('key') }),
    })
    for (const [name, value] of Object.entries(more)) value === '' ? headers.delete(name) : headers.set(name, value)
    const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    return Promise.resolve(this.#app.request(`${ORIGIN}${path}`, { method, headers, body: sent }))
  }
}

/** What a browser that is signed in gets for its program. */
export async function tokenFor(browser: Browser): Promise<string> {
  const response = await browser.send('/api/v1/auth/tokens', { method: 'POST', headers: { Origin: ORIGIN, ...JSON_TYPE }, body: '{}' })
  const { accessToken } = (await response.json()) as { accessToken?: string }
  if (accessToken === undefined) throw new Error(`no token: ${response.status}`)
  return accessToken
}

export const programOf = async (browser: Browser, app?: App) => new Program(await tokenFor(browser), app)

/** The token that the product would give one of a tenant's own users. */
export async function vouchedFor(tenantId: string, userId: string): Promise<string> {
  const query = new URLSearchParams({ tenant: tenantId, user: userId, role: 'INVESTIGATOR' })
  return (await fetch(`${settings.signIn.issuer}/tenant-token?${query}`, { method: 'POST' })).text()
}

/** One of a tenant's own users, with a program. */
export async function tenantsOwn() {
  const tenant = await aTenant()
  const person = (await aUser(tenant.id as string)) as { id: string }
  return { person, program: new Program(await vouchedFor(tenant.id as string, person.id)) }
}

/** The token of a session that was entered in the browser, as if its program had entered it. */
export async function actorFor({
  browser,
  tenant,
  sessionId,
}: Pick<Awaited<ReturnType<typeof inside>>, 'browser' | 'tenant' | 'sessionId'>) {
  const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
  if (!login) throw new Error('nobody is signed in')
  const { fam, sid } = decodeJwt<{ fam: string; sid: string }>(await tokenFor(browser))
  const from = new Date()
  return actorToken(settings.sessionKey, {
    operator: login.operator,
    loginKey: login.loginKey,
    sessionKey: browser.cookies.get('__Host-session') ?? '',
    sessionId,
    tenantId: tenant.id,
    email: 'somebody@vendor.example',
    loginId: sid,
    familyId: fam,
    tokenId: newId('tok'),
    from,
    until: new Date(from.getTime() + 3_600_000),
  })
}

/** A call that works: who asks, of what, with which body. */
export type Example = { program: Program; params?: Record<string, string>; query?: Record<string, string>; body?: Record<string, unknown> }

/** A call by somebody of the cast. */
export const at = async (name: CastName, more: Omit<Example, 'program'> = {}): Promise<Example> => ({
  program: await programOf((await portalAs(name)).browser),
  ...more,
})
