import { createHmac } from 'node:crypto'
import { CAST, type CastName } from '#test/cast.ts'
import { sealLogin } from '#worker/auth/login-cookie.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'
import type { Stack } from './stack.ts'

/** Its types are the Worker's and stay there. */
const BEARER = '#worker/http/bearer.ts'
const { accessToken, actorToken } = (await import(BEARER)) as Record<
  'accessToken' | 'actorToken',
  (secret: string, facts: object) => Promise<string>
>

/** Longer than anybody should ever wait for a page, in ms. */
const LONGEST = 30_000

export type Answer = { status: number; location: string | null; headers: Headers; text: string; ms: number }

/** Who asks the portal: a person's browser, or their program. */
export type Asking = {
  loginKey: string
  get(path: string): Promise<Answer>
  post(path: string, fields: Record<string, string>): Promise<Answer>
}

/** A person of the cast with a browser of their own, who meets the portal through its address. */
export class Visitor implements Asking {
  readonly id: string
  readonly loginKey: string
  readonly name: string
  readonly #cookies: Map<string, string>
  readonly #stack: Stack
  readonly #operator: Operator
  constructor(stack: Stack, operator: Operator, loginKey: string, cookie: string) {
    this.#operator = operator
    this.id = operator.id
    this.name = operator.name
    this.loginKey = loginKey
    this.#stack = stack
    this.#cookies = new Map([['__Host-portal', cookie]])
  }

  get(path: string): Promise<Answer> {
    return this.#send(path, { method: 'GET' })
  }

  post(path: string, fields: Record<string, string>): Promise<Answer> {
    const csrf = createHmac('sha256', this.#stack.sessionKey).update(`csrf:${this.loginKey}`).digest('hex') // as worker/http/csrf.ts
    const body = new URLSearchParams({ csrf, key: newId('key'), ...fields })
    return this.#send(path, { method: 'POST', body, headers: { Origin: this.#stack.url } })
  }

  /** Their program, which shows a token instead of the cookies: inside the tenant, if the browser is. */
  async program(): Promise<Asking> {
    const [from, familyId] = [new Date(), newId('fam')]
    const [{ loginId = '' } = {}] = await this.#stack.owner<{ loginId: string }>(
      `insert into app.token_family (id, operator_id, login_session_id, sealed, created_at, rotated_at)
       select $1, operator_id, id, 'of no use here', now(), now() from app.login_session where operator_id = $2 limit 1
       returning login_session_id as "loginId"`,
      [familyId, this.id],
    )
    const lasting = { from, until: new Date(from.getTime() + 900_000), loginId, familyId, tokenId: newId('tok') }
    const facts = { ...lasting, operator: this.#operator, email: `${this.id}@vendor.example`, loginKey: this.loginKey }
    const sessionKey = this.#cookies.get('__Host-session')
    const token = await (sessionKey === undefined
      ? accessToken(this.#stack.sessionKey, facts)
      : actorToken(this.#stack.sessionKey, { ...facts, sessionKey, sessionId: newId('imp'), tenantId: newId('ten') }))
    const Authorization = `Bearer ${token}`
    return {
      loginKey: this.loginKey,
      get: (path) => this.#ask(`/api/v1${path}`, { method: 'GET', headers: { Authorization } }),
      post: (path, { key = newId('key'), ...fields }) =>
        this.#ask(`/api/v1${path}`, {
          method: 'POST',
          body: JSON.stringify(fields),
          headers: { Authorization, 'Content-Type': 'application/json', 'Idempotency-Key': key },
        }),
    }
  }

  #send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    return this.#ask(path, { ...init, headers })
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    headers.set('User-Agent', 'Test browser')
    headers.set('Accept-Encoding', 'identity') // what is packed must be unpacked to be read
    const began = performance.now()
    const response = await fetch(this.#stack.url + path, {
      ...init,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST),
    })
    const text = await response.text()
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0/i.test(cookie)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text,
      ms: performance.now() - began,
    }
  }
}

/** Somebody of the cast who exists in one case only, signed in. */
export async function hire(stack: Stack, name: CastName): Promise<Visitor> {
  const { role, lead, zone, status, name: fullName } = CAST[name]
  const [id, directoryId, loginKey] = [newId('ops'), crypto.randomUUID(), newSecret()]
  await insert(stack, 'app.internal_user', {
    id,
    directory_id: directoryId,
    email: `${id}@vendor.example`,
    name: fullName,
    role,
    lead,
    zone,
    status,
  })
  const context = JSON.stringify({ requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' })
  const [row] = await stack.staff<{ version: number; expires_at: Date }>('select version, expires_at from app.sign_in($1, $2, $3, $4)', [
    directoryId,
    newId('log'),
    loginKey,
    context,
  ])
  if (!row) throw new Error(`${fullName} cannot sign in`)
  const operator = { id, name: fullName, role, lead, zone, status, version: row.version } as Operator
  return new Visitor(stack, operator, loginKey, await sealLogin({ operator, loginKey, expiresAt: row.expires_at }, stack.sessionKey))
}

export async function insert<R extends Record<string, unknown>>(stack: Stack, table: string, row: R): Promise<R> {
  const columns = Object.keys(row)
  await stack.owner(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    columns.map((column) => row[column]),
  )
  return row
}
