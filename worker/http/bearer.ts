import { base64url, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { seal, signingKey, unseal } from '#worker/http/seal.ts'

/** The two tokens that the portal gives to its own staff. Each kind is signed and sealed with keys of its own, under a type and for an
 *  audience of its own, so that none serves as another. */
const KINDS = {
  access: { use: 'access-token', type: 'portal-access+jwt', audience: 'portal-api' },
  actor: { use: 'actor-token', type: 'portal-actor+jwt', audience: 'portal-session' },
} as const
export type TokenKind = keyof typeof KINDS

const ISSUER = 'operations-portal'
/** Between the clock that says when a token ends (the database's) and the one that looks at it. */
const TOLERANCE = '30 seconds'

/** How long an access token lasts, in seconds. Sooner where the sign-in ends: the database asks with every request. */
export const ACCESS_LASTS = 900

type Lasting = { operator: Operator; email: string; loginId: string; tokenId: string; from: Date; until: Date }

/** What a person's program shows in place of the cookie. The key of the sign-in is in it, sealed, so that every batch confirms the
 *  person, their role and the sign-in as it does for a browser. */
export function accessToken(secret: string, { loginKey, ...facts }: Lasting & { loginKey: string }): Promise<string> {
  return signed('access', secret, facts, { loginKey }, {})
}

type Acting = Lasting & { loginKey: string; sessionKey: string; sessionId: string; tenantId: string }

/** The same inside a tenant: `act` is who acts, `imp` the session. It opens what the session's row allows, for as long as it does. */
export function actorToken(secret: string, { loginKey, sessionKey, sessionId, tenantId, ...facts }: Acting): Promise<string> {
  const { id, role } = facts.operator
  return signed('actor', secret, facts, { loginKey, sessionKey }, { act: { sub: id, role }, imp: sessionId, tenantId })
}

async function signed(kind: TokenKind, secret: string, facts: Lasting, keys: Record<string, string>, more: JWTPayload): Promise<string> {
  const { use, type, audience } = KINDS[kind]
  const { operator, email, loginId, tokenId, from, until } = facts
  const { id, ...person } = operator
  const sealed = await seal(secret, aboutOf(id, tokenId), JSON.stringify(keys), use)
  return new SignJWT({ ...more, email, role: person.role, sid: loginId, person, sealed: base64url.encode(sealed) })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(id)
    .setJti(tokenId)
    .setIssuedAt(from)
    .setExpirationTime(until)
    .sign(await signingKey(secret, use))
}

export type Bearer = { operator: Operator; loginKey: string; sessionKey: string | undefined }

/** `loginId`: the sign-in the token rests on. Moments are ms since the epoch. */
export type JudgedBearer = Bearer & { loginId: string; issuedAt: number; expiresAt: number }
export type Judged<T> = { ok: true; bearer: T } | { ok: false; because: 'EXPIRED' | 'INVALID' }

/** Who a token says it is; null for anything that we did not make, not for this purpose, or that is over. */
export async function openBearer(token: string, secret: string, now: Date): Promise<Bearer | null> {
  const judged = await judgeBearer(token, secret, now)
  if (!judged.ok) return null
  const { operator, loginKey, sessionKey } = judged.bearer
  return { operator, loginKey, sessionKey }
}

/** The same for somebody who is told what was wrong: a token is called expired only when it was ours. */
export async function judgeBearer(token: string, secret: string, now: Date): Promise<Judged<JudgedBearer>> {
  try {
    const kind = kindOf(token)
    if (kind === undefined) return { ok: false, because: 'INVALID' }
    const { use, type, audience } = KINDS[kind]
    const { payload } = await jwtVerify(token, await signingKey(secret, use), {
      algorithms: ['HS256'],
      typ: type,
      issuer: ISSUER,
      audience,
      currentDate: now,
      clockTolerance: TOLERANCE,
      requiredClaims: ['sub', 'jti', 'iat', 'exp', 'sid', 'person', 'sealed'],
    })
    const bearer = await bearerFrom(payload, secret, kind)
    return bearer === null ? { ok: false, because: 'INVALID' } : { ok: true, bearer }
  } catch (error) {
    return { ok: false, because: error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID' }
  }
}

/** What a token calls itself; nothing of it is believed yet. */
function kindOf(token: string): TokenKind | undefined {
  const { typ } = decodeProtectedHeader(token)
  return (Object.keys(KINDS) as TokenKind[]).find((each) => KINDS[each].type === typ)
}

async function bearerFrom(payload: JWTPayload, secret: string, kind: TokenKind): Promise<JudgedBearer | null> {
  const { sub, jti, iat = 0, exp = 0, sid, person, sealed } = payload
  if (sub === undefined || jti === undefined || typeof sid !== 'string' || typeof sealed !== 'string') return null
  const who = person as Omit<Operator, 'id'>
  const keys = JSON.parse(await unseal(secret, aboutOf(sub, jti), base64url.decode(sealed), KINDS[kind].use)) as Record<string, unknown>
  const { loginKey, sessionKey } = keys
  if (!ROLES.includes(who.role) || typeof loginKey !== 'string') return null
  const shown = { operator: { id: sub, ...who }, loginKey, loginId: sid, issuedAt: iat * 1000, expiresAt: exp * 1000 }
  if (kind === 'access') return { ...shown, sessionKey: undefined }
  return typeof sessionKey === 'string' ? { ...shown, sessionKey } : null
}

/** What is sealed into one token does not open in another. */
const aboutOf = (operatorId: string, tokenId: string) => `${operatorId} ${tokenId}`

/** The token of a request, if it shows one. */
export function bearerIn(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
}
