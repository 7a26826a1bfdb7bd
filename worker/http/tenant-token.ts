import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { HTTPException } from 'hono/http-exception'
import type { TenantTokens } from '#worker/env.ts'
import type { Judged } from '#worker/http/bearer.ts'
import { readsRecords, TENANT_TOKEN } from '#worker/tenant/rules/token.ts'
import { TENANT_ROLES, type TenantRole } from '#worker/tenant/rules/words.ts'

/** A tenant's own user, as the vendor's product vouches for them. They never sign in here. */
export type TenantUser = { userId: string; tenantId: string; role: TenantRole; expiresAt: Date }
/** Of the token that was shown. */
type Shown = { issuedAt: Date; readsRecords: boolean }

const PATIENCE = 5_000
/** Keys are asked for again when a token names one that is not known, but not more often than this, in ms. */
const COOLDOWN = 30_000

/** The product's keys, once per isolate and address. */
const known = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

function keysAt(address: string) {
  const before = known.get(address)
  if (before) return before
  const keys = createRemoteJWKSet(new URL(address), { timeoutDuration: PATIENCE, cooldownDuration: COOLDOWN })
  known.set(address, keys)
  return keys
}

const ID = /^\w{1,60}$/

/** Null for anything the product did not sign for us, now. Where its keys cannot be had, nobody is let in and nobody is called a liar. */
export async function openTenantToken(token: string, tokens: TenantTokens, now: Date): Promise<TenantUser | null> {
  const judged = await judgeTenantToken(token, tokens, now)
  if (!judged.ok) return null
  const { userId, tenantId, role, expiresAt } = judged.bearer
  return { userId, tenantId, role, expiresAt }
}

/** The same for somebody who is told what was wrong. */
export async function judgeTenantToken(token: string, { issuer, keys }: TenantTokens, now: Date): Promise<Judged<TenantUser & Shown>> {
  try {
    const { payload } = await jwtVerify(token, keysAt(keys), {
      issuer,
      audience: TENANT_TOKEN.audience,
      algorithms: [TENANT_TOKEN.algorithm],
      typ: TENANT_TOKEN.type,
      currentDate: now,
      clockTolerance: '30 seconds',
      requiredClaims: ['sub', 'exp', 'iat', 'tenantId', 'role'],
    })
    const bearer = tenantUserFrom(payload)
    return bearer === null ? { ok: false, because: 'INVALID' } : { ok: true, bearer }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, because: 'EXPIRED' }
    if (!isUnreachable(error)) return { ok: false, because: 'INVALID' }
    throw new HTTPException(503, { message: 'The keys of the product cannot be reached. Try again in a moment.' })
  }
}

function tenantUserFrom({ sub, tenantId, role, iat, exp, scope }: JWTPayload): (TenantUser & Shown) | null {
  const roles: readonly unknown[] = TENANT_ROLES
  if (sub === undefined || iat === undefined || exp === undefined || typeof tenantId !== 'string' || !roles.includes(role)) return null
  if (!ID.test(sub) || !ID.test(tenantId)) return null
  return {
    userId: sub,
    tenantId,
    role: role as TenantRole,
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
    readsRecords: readsRecords(scope),
  }
}

/** jose says of a key set that did not come, or not as one, `JWKSTimeout` or a plain `JOSEError`; of a connection that failed, nothing. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true
  return error.code === 'ERR_JWKS_TIMEOUT' || error.code === 'ERR_JOSE_GENERIC' || error.code === 'ERR_JWKS_INVALID'
}
