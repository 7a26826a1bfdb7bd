import { portal } from '../portal.ts'

/** One answer, with what the reader had typed to get it. */
export type Answer = {
  method: string
  /** With its query. */
  address: string
  status: number
  type: string
  body: string
  headers: string
  location: string | null
  typed: boolean
}

export type Send = (url: string, init: RequestInit) => Promise<Response>

/** Somebody's browser without a screen: keeps cookies, follows no redirect by itself, and hands every answer to whoever listens. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  token: string | undefined
  readonly #hear: (answer: Answer) => void
  readonly #send: Send
  readonly #seat: string | undefined
  /** `seat`: the address they come from, as Cloudflare would say. */
  constructor(hear: (answer: Answer) => void, send: Send = fetch, seat?: string) {
    this.#hear = hear
    this.#send = send
    this.#seat = seat
  }

  async ask(address: string, { typed = false, ...init }: RequestInit & { typed?: boolean } = {}): Promise<Answer> {
    const url = new URL(address, portal().url)
    const headers = new Headers(init.headers)
    // Packed, it would be packed and unpacked to be read.
    headers.set('Accept-Encoding', 'identity')
    const isOurs = url.origin === portal().url
    if (isOurs && this.#seat !== undefined) headers.set('CF-Connecting-IP', this.#seat)
    const byToken = this.token !== undefined && url.pathname.startsWith('/api/')
    if (byToken) headers.set('Authorization', `Bearer ${this.token}`)
    else headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    if (init.method && init.method !== 'GET' && !headers.has('Origin') && !byToken) headers.set('Origin', portal().url)
    const response = await this.#send(url.href, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    const answer: Answer = {
      method: init.method ?? 'GET',
      address: isOurs ? url.pathname + url.search : address,
      status: response.status,
      type: response.headers.get('Content-Type') ?? '',
      body: await response.text(),
      headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'),
      location: response.headers.get('Location'),
      typed,
    }
    if (isOurs) this.#hear(answer)
    return answer
  }

  post(address: string, fields: Record<string, string>, more: { typed?: boolean; headers?: Record<string, string> } = {}): Promise<Answer> {
    return this.ask(address, { method: 'POST', body: new URLSearchParams(fields), ...more })
  }

  json(method: string, address: string, body: unknown, more: { typed?: boolean } = {}): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }
    return this.ask(address, { method, headers, body: JSON.stringify(body), ...more })
  }

  /** As the directory would: whom it means is said in the address. */
  async signIn(directoryId: string): Promise<void> {
    const start = await this.ask('/sign-in/start')
    const chosen = await this.ask(`${start.location}&login_hint=${directoryId}`)
    const back = await this.ask(chosen.location ?? '')
    if (back.status !== 303 || !this.cookies.has('__Host-portal')) throw new Error(`not signed in: ${back.status}`)
  }

  #keep(cookie: string) {
    const [pair = '', ...rest] = cookie.split(';')
    const at = pair.indexOf('=')
    if (rest.some((part) => /max-age=0/i.test(part))) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}
