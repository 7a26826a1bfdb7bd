import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** `__Host-`: this origin only, over TLS only (browsers take localhost for it), never from a sibling domain. */
const NAMES = { login: '__Host-portal', session: '__Host-session', signIn: '__Host-sign-in' } as const
type Name = keyof typeof NAMES

const OPTIONS = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

export function readCookie(c: Context, name: Name): string | undefined {
  return getCookie(c, NAMES[name]) || undefined
}

/** `maxAge` in seconds; without one it lasts as long as the browser. */
export function writeCookie(c: Context, name: Name, value: string, maxAge?: number) {
  setCookie(c, NAMES[name], value, maxAge === undefined ? OPTIONS : { ...OPTIONS, maxAge })
}

export function dropCookie(c: Context, name: Name) {
  deleteCookie(c, NAMES[name], OPTIONS)
}
