import type { Context } from 'hono'
import { openLogin } from '#worker/auth/login-cookie.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { readCookie } from '#worker/http/cookies.ts'

/** Who a request says it is: the signed-in person, and the key of the session they are in. Nothing here is confirmed yet. */
export type Who = { operator: Operator | null; loginKey: string; sessionKey: string | undefined }
export type WhoIs = (c: Context) => Promise<Who>

export function byCookies(secret: string): WhoIs {
  return async (c) => {
    const cookie = readCookie(c, 'login')
    const login = cookie === undefined ? null : await openLogin(cookie, secret)
    return { operator: login?.operator ?? null, loginKey: login?.loginKey ?? '', sessionKey: readCookie(c, 'session') }
  }
}
