import { csrfOf } from '#worker/http/csrf.ts'
import { newId } from '#worker/rules/ids.ts'
import type { createApp } from '#worker/app.tsx'
import { settings } from '#test/owner.ts'

type App = ReturnType<typeof createApp>
const ORIGIN = 'https://portal.example'

/** A browser of one person: keeps cookies, sends forms as our pages do, follows no redirect by itself. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #app: App
  #loginKey: string
  constructor(app: App, cookies: Record<string, string> = {}, loginKey = '') {
    this.#app = app
    this.#loginKey = loginKey
    for (const [name, value] of Object.entries(cookies)) this.cookies.set(name, value)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers })
  }

  /** Asks as htmx does for a part of a page. */
  swap(path: string): Promise<Response> {
    return this.get(path, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
  }

  async post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams({ csrf: await csrfOf(settings.sessionKey, this.#loginKey), key: newId('key'), ...fields })
    return this.send(path, { method: 'POST', body, headers: { Origin: ORIGIN, ...headers } })
  }

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('User-Agent', 'Test browser')
    headers.set('CF-Connecting-IP', '203.0.113.7')
    const response = await this.#app.request(`${ORIGIN}${path}`, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  #keep(cookie: string) {
    const [pair = '', ...rest] = cookie.split(';')
    const at = pair.indexOf('=')
    const gone = rest.some((part) => /max-age=0/i.test(part))
    if (gone) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}
