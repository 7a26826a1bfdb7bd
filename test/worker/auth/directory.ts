import type { CastName } from '#test/cast.ts'
import { Browser } from '#test/driver.ts'
import { owner } from '#test/owner.ts'
import { hire, type Person, portal } from '#test/world.ts'
import type { Parts } from '#worker/http/portal.ts'

type App = ReturnType<typeof portal>
const HOME = 'http://localhost:8787'

/** The portal at an address of this machine, because the local directory leads people nowhere else. */
export function portalHere(parts: Partial<Parts> = {}): App {
  const app = portal(parts)
  const request = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    const { origin, pathname, search } = new URL(url)
    if (headers.get('Origin') === origin) headers.set('Origin', HOME)
    return app.request(HOME + pathname + search, { ...init, headers })
  }
  return { request } as unknown as App
}

export const newBrowser = (parts: Partial<Parts> = {}) => new Browser(portalHere(parts))

/** Somebody whom the picker of the directory lists near its top: it ends after some hundred people. */
export const hireListed = (name: CastName, row: Record<string, unknown> = {}) =>
  hire(name, { name: '0 Somebody', role: 'SUPPORT_L1', ...row })

/** From our page to the directory and back to our door: where the browser is sent with its code. */
export async function askDirectory(browser: Browser, person: Person, to?: string): Promise<URL> {
  const start = await browser.get(`/sign-in/start${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)
  const authorize = new URL(start.headers.get('Location') ?? '')
  authorize.searchParams.set('login_hint', person.directoryId)
  const answer = await fetch(authorize, { redirect: 'manual' })
  const back = answer.headers.get('Location')
  if (back === null) throw new Error(`the directory did not send ${person.name} back: ${answer.status} ${await answer.text()}`)
  return new URL(back)
}

export const comeBack = (browser: Browser, back: URL) => browser.get(back.pathname + back.search)

export async function signInAs(person: Person, browser = newBrowser(), to?: string) {
  return { browser, response: await comeBack(browser, await askDirectory(browser, person, to)) }
}

/** What the browser keeps of its attempt, opened, changed and put back. */
export function alterAttempt(browser: Browser, change: Record<string, unknown>) {
  const kept = JSON.parse(decodeURIComponent(browser.cookies.get('__Host-sign-in') ?? '{}'))
  browser.cookies.set('__Host-sign-in', encodeURIComponent(JSON.stringify({ ...kept, ...change })))
}

export const signInsOf = (operatorId: string) =>
  owner<{ id: string; created_at: Date; expires_at: Date; revoked_at: Date | null; ip: string; user_agent: string; hash: string }>(
    `select id, created_at, expires_at, revoked_at, ip, user_agent, encode(key_hash, 'hex') as hash from app.login_session where operator_id = $1 order by created_at, id`,
    [operatorId],
  )
