import type { Context } from 'hono'
import { openLogin } from '#worker/auth/login-cookie.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { bearerIn, openBearer } from '#worker/http/bearer.ts'
import { readCookie } from '#worker/http/cookies.ts'
import { isForCustomers } from '#worker/http/for-customers.ts'
import { isForPrograms } from '#worker/http/for-programs.ts'

/** Who a request says it is, and by what: the signed-in person, and the key of the session they are in. Nothing here is confirmed yet. */
export type Who = {
  kind: 'cookie' | 'token' | 'nobody'
  operator: Operator | null
  loginKey: string
  sessionKey: string | undefined
  /** Of a token: what it dies with, beside its sign-in. */
  familyId?: string
}
export type WhoIs = (c: Context) => Promise<Who>

/** The one route for programs that a browser opens: it gives a token for a sign-in. */
const GIVES_TOKENS = '/api/v1/auth/tokens'

/** Pages know people by their cookies, the API by the token alone: a cookie opens nothing there, so another site cannot use it. At the pages
 *  of customers nobody is known. */
export function byCookieOrToken(secret: string): WhoIs {
  const cookies = byCookies(secret)
  return (c) => {
    if (isForCustomers(c)) return Promise.resolve(NOBODY)
    return isForPrograms(c) && c.req.path !== GIVES_TOKENS ? byToken(c, secret) : cookies(c)
  }
}

const NOBODY: Who = { kind: 'nobody', operator: null, loginKey: '', sessionKey: undefined }

export function byCookies(secret: string): WhoIs {
  return async (c) => {
    const cookie = readCookie(c, 'login')
    const login = cookie === undefined ? null : await openLogin(cookie, secret)
    return {
      kind: login === null ? 'nobody' : 'cookie',
      operator: login?.operator ?? null,
      loginKey: login?.loginKey ?? '',
      sessionKey: readCookie(c, 'session'),
    }
  }
}

async function byToken(c: Context, secret: string): Promise<Who> {
  const token = bearerIn(c.req.header('authorization'))
  const bearer = token === undefined ? null : await openBearer(token, secret, c.get('now') as Date)
  if (bearer === null) return NOBODY
  const { operator, loginKey, sessionKey, familyId } = bearer
  return { kind: 'token', operator, loginKey, sessionKey, familyId }
}
