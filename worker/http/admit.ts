import { decodeProtectedHeader } from 'jose'
import type { Keys } from '#worker/ai/asker.ts'
import { sqlState } from '#worker/db/refusal.ts'
import type { Scope } from '#worker/db/scope.ts'
import { type Bearer, judgeBearer } from '#worker/http/bearer.ts'
import { exchanged } from '#worker/http/grace.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { judgeTenantToken } from '#worker/http/tenant-token.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import type { Claims, Staff } from '#worker/live/rules/claims.ts'
import type { SocketRefusal } from '#worker/live/rules/wire/refusals.ts'
import { TENANT_TOKEN } from '#worker/tenant/rules/token.ts'

/** `keys`: what opens the tenant that the person is inside of; it stays with the door. */
export type Admission = { ok: true; claims: Claims; keys?: Keys } | { ok: false; because: SocketRefusal }
type Refused = Admission & { ok: false }

/** Who shows this token. First what it costs nothing to know, last the database; only then does anybody hear of it. `held`: what the
 *  socket stands on in which it is shown, if it is in one already; only there a token that ran out is still good for something. */
export async function admit(c: PortalContext, token: string | undefined, held?: Claims): Promise<Admission> {
  const { parts, context } = c.var
  const maySpeak = async (who: Parameters<NonNullable<typeof parts.mayConnect>>[0]) => (await parts.mayConnect?.(who)) ?? true
  try {
    if (context.ip !== null && !(await maySpeak(`address:${context.ip}`))) return refused('RATE_LIMITED')
    if (token === undefined) return refused('UNAUTHORIZED')
    const found = isTenantToken(token) ? await tenantUser(c, token) : await staff(c, token, held)
    if (!found.ok) return found
    if (!(await maySpeak(`person:${found.userId}`))) return refused('RATE_LIMITED')
    return await found.confirm()
  } catch (error) {
    if (OVER.includes(sqlState(error) ?? '')) return refused('REVOKED')
    // Nothing of its message: a token may be in it, or what the statement asked.
    console.error(
      JSON.stringify({
        alert: 'gate_unavailable',
        requestId: c.var.requestId,
        error: error instanceof Error ? error.name : 'unknown',
        sqlState: sqlState(error) ?? null,
      }),
    )
    return refused('UNAVAILABLE')
  }
}

type Found = { ok: true; userId: string; confirm: () => Promise<Admission> } | Refused

const refused = (because: SocketRefusal): Refused => ({ ok: false, because })
const WHY = { EXPIRED: 'TOKEN_EXPIRED', INVALID: 'INVALID_TOKEN' } as const

async function staff(c: PortalContext, token: string, held?: Claims): Promise<Found> {
  const { settings, clock } = c.var.parts
  const judged = await judgeBearer(token, settings.sessionKey, clock())
  const own = held?.kind === 'staff' ? held : undefined
  if (!judged.ok && (judged.because === 'INVALID' || own === undefined)) return refused(WHY[judged.because])
  const confirmation = async () => {
    const admission = judged.ok ? await confirm(c, judged.bearer) : refused('TOKEN_EXPIRED')
    return own && !admission.ok && admission.because === 'TOKEN_EXPIRED' ? anotherTerm(c, token, own) : admission
  }
  return { ok: true, userId: judged.ok ? judged.bearer.operator.id : (own?.userId ?? ''), confirm: confirmation }
}

async function anotherTerm({ var: { parts, context } }: PortalContext, token: string, held: Staff): Promise<Admission> {
  const claims = await exchanged(parts, { token, held, now: parts.clock(), context })
  return claims === null ? refused('TOKEN_EXPIRED') : { ok: true, claims }
}

/** One round trip: the sign-in and the family of the token are open, person and role are as the token says, and so is the session of a token that is for one. */
async function confirm(c: PortalContext, bearer: Bearer): Promise<Admission> {
  const { operator, loginKey, sessionKey, loginId, familyId, issuedAt, expiresAt } = bearer
  const { parts, context } = c.var
  const scope: Scope = {
    database: parts.database,
    duty: 'staff',
    loginKey,
    sessionKey,
    context: { ...context, operator: operator.id, operatorVersion: operator.version, family: familyId },
    spent: { roundTrips: 0, statements: 0 },
  }
  await confirmed(scope)
  const { session = null, state, now } = scope.entered ?? {}
  if (state === 'ended') return refused('REVOKED')
  if (now !== undefined && expiresAt <= now.getTime()) return refused('TOKEN_EXPIRED')
  const { id: userId, role, lead, status } = operator
  const inside = session && { tenantId: session.tenantId, sessionId: session.id }
  const held = status === 'HELD' ? { isHeld: true as const } : {}
  const claims: Claims = { kind: 'staff', userId, role, lead, loginId, familyId, inside, issuedAt, expiresAt, ...held }
  if (sessionKey === undefined) return { ok: true, claims }
  return { ok: true, claims, keys: { operator, loginKey, sessionKey, familyId, ip: context.ip, userAgent: context.userAgent } }
}

/** Signed out, the session over, or of another sign-in. */
const OVER = ['IM400', 'IM401', 'IM402']

/** The product vouches for its own; there is no sign-in of ours to ask about. */
async function tenantUser(c: PortalContext, token: string): Promise<Found> {
  const { settings, clock } = c.var.parts
  const judged = await judgeTenantToken(token, settings.tenantTokens, clock())
  if (!judged.ok) return refused(WHY[judged.because])
  const { userId, tenantId, role, issuedAt, expiresAt, readsRecords } = judged.bearer
  const claims: Claims = {
    ...{ kind: 'tenant', userId, tenantId, role, issuedAt: issuedAt.getTime(), expiresAt: expiresAt.getTime() },
    ...(!readsRecords && { readsNothing: true }),
  }
  const isOver = expiresAt <= clock()
  return { ok: true, userId, confirm: async () => (isOver ? refused('TOKEN_EXPIRED') : { ok: true, claims }) }
}

/** What it calls itself decides only who looks at it. */
function isTenantToken(token: string): boolean {
  try {
    return decodeProtectedHeader(token).typ === TENANT_TOKEN.type
  } catch {
    return false
  }
}
