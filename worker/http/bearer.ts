import { base64url, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { seal, tokenKey, unseal } from '#worker/http/seal.ts'

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

type Lasting = {
  operator: Operator
  email: string
  loginId: string
  /** The chain of refresh tokens it came from, and dies with. */
  familyId: string
  tokenId: string
  from: Date
  until: Date
}

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
  const { operator, email, loginId, familyId, tokenId, from, until } = facts
  const { id, ...person } = operator
  const sealed = await seal(secret, aboutOf(id, tokenId), JSON.stringify(keys), use)
  return new SignJWT({ ...more, email, role: person.role, sid: loginId, fam: familyId, person, sealed: base64url.encode(sealed) })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(id)
    .setJti(tokenId)
    .setIssuedAt(from)
    .setExpirationTime(until)
    .sign(await tokenKey(secret, use))
}

/** `loginId` is the sign-in the token rests on, `familyId` the chain of refresh tokens it came from. Moments are ms since the epoch. */
export type Bearer = {
  kind: TokenKind
  operator: Operator
  email: string
  loginId: string
  familyId: string
  loginKey: string
  sessionKey: string | undefined
  issuedAt: number
  expiresAt: number
}
export type Judged<T> = { ok: true; bearer: T } | { ok: false; because: 'EXPIRED' | 'INVALID' }

/** Who a token says it is; null for anything that we did not make, not for this purpose, or that has been over for longer than
 *  `tolerated` (a span as jose reads it). */
export async function openBearer(token: string, secret: string, now: Date, tolerated: string = TOLERANCE): Promise<Bearer | null> {
  const judged = await judgeBearer(token, secret, now, tolerated)
  return judged.ok ? judged.bearer : null
}

/** Tokens that were found ours, in this isolate, the last of them: a program shows the same one for a quarter of an hour. Whether it is over is
 *  looked at each time, and what it rests on the database is asked. */
const known = new Map<string, Bearer>()
const MOST_KNOWN = 500

/** The same for somebody who is told what was wrong: a token is called expired only when it was ours. */
export async function judgeBearer(token: string, secret: string, now: Date, tolerated: string = TOLERANCE): Promise<Judged<Bearer>> {
  const name = `${secret} ${token}`
  const before = known.get(name)
  if (before && now.getTime() < before.expiresAt) return { ok: true, bearer: before }
  try {
    const kind = kindOf(token)
    if (kind === undefined) return { ok: false, because: 'INVALID' }
    const { use, type, audience } = KINDS[kind]
    const { payload } = await jwtVerify(token, await tokenKey(secret, use), {
      algorithms: ['HS256'],
      typ: type,
      issuer: ISSUER,
      audience,
      currentDate: now,
      clockTolerance: tolerated,
      requiredClaims: ['sub', 'jti', 'iat', 'exp', 'sid', 'fam', 'person', 'sealed'],
    })
    const bearer = await bearerFrom(payload, secret, kind)
    if (bearer === null) return { ok: false, because: 'INVALID' }
    known.set(name, bearer)
    const [oldest] = known.keys()
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
    return { ok: true, bearer }
  } catch (error) {
    return { ok: false, because: error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID' }
  }
}

/** What a token calls itself; nothing of it is believed yet. */
function kindOf(token: string): TokenKind | undefined {
  const { typ } = decodeProtectedHeader(token)
  return (Object.keys(KINDS) as TokenKind[]).find((each) => KINDS[each].type === typ)
}

async function bearerFrom(claims: JWTPayload, secret: string, kind: TokenKind): Promise<Bearer | null> {
  const { sub, jti, iat = 0, exp = 0, sid, fam, email, person, sealed } = claims
  if (sub === undefined || jti === undefined || ![sid, fam, email, sealed].every((each) => typeof each === 'string')) return null
  const who = person as Omit<Operator, 'id'>
  const opened = await unseal(secret, aboutOf(sub, jti), base64url.decode(sealed as string), KINDS[kind].use)
  const { loginKey, sessionKey } = JSON.parse(opened) as Record<string, unknown>
  if (!ROLES.includes(who.role) || typeof loginKey !== 'string') return null
  if (kind === 'actor' && typeof sessionKey !== 'string') return null
  return {
    kind,
    operator: { id: sub, ...who },
    email: email as string,
    loginId: sid as string,
    familyId: fam as string,
    loginKey,
    sessionKey: kind === 'actor' ? (sessionKey as string) : undefined,
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
  }
}

/** What is sealed into one token does not open in another. */
const aboutOf = (operatorId: string, tokenId: string) => `${operatorId} ${tokenId}`

/** The token of a request, if it shows one. */
export function bearerIn(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
}
