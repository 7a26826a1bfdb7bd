import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { hmacKey } from '#worker/http/mac.ts'

/** The sign-in cookie: the random id of the login session and, signed beside it, who that was. So a page needs no question of its own
 *  to know whom it serves; the first statement of its batch has the database confirm all of it. */
const TYPE = 'portal-login+jwt'
const AUDIENCE = 'portal-pages'

type Login = { operator: Operator; loginKey: string; expiresAt: Date }

export async function sealLogin({ operator, loginKey, expiresAt }: Login, secret: string): Promise<string> {
  const { id, ...person } = operator
  return new SignJWT({ person, key: loginKey })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setAudience(AUDIENCE)
    .setSubject(id)
    .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
    .sign(await hmacKey(secret))
}

/** Null for anything that we did not sign, or not for this purpose. Whether it is still valid is the database's to say: the clock of
 *  this machine may be wrong, so `exp` is looked at with a wide tolerance only. */
export async function openLogin(cookie: string, secret: string): Promise<Omit<Login, 'expiresAt'> | null> {
  try {
    const { payload } = await jwtVerify(cookie, await hmacKey(secret), {
      algorithms: ['HS256'],
      typ: TYPE,
      audience: AUDIENCE,
      clockTolerance: '10 minutes',
      requiredClaims: ['sub', 'exp', 'key', 'person'],
    })
    return loginFrom(payload)
  } catch {
    return null
  }
}

function loginFrom(payload: JWTPayload): Omit<Login, 'expiresAt'> | null {
  const person = payload.person as Omit<Operator, 'id'>
  if (!ROLES.includes(person.role) || !['ACTIVE', 'HELD'].includes(person.status)) return null
  if (typeof payload.key !== 'string' || payload.sub === undefined) return null
  return { operator: { id: payload.sub, ...person }, loginKey: payload.key }
}
