import { ACCESS_LASTS, openBearer } from '#worker/http/bearer.ts'
import type { Parts } from '#worker/http/portal.ts'
import type { RequestContext, Scope } from '#worker/db/scope.ts'
import { ownSignIn } from '#worker/live/queries/own-sign-in.ts'
import type { Staff } from '#worker/live/rules/claims.ts'

/** For so long after its end an access token may still be exchanged, as jose reads it. */
const GRACE = '5 minutes'

/** A token that ran out while its socket was open, for another term of that socket: the very token that it stands on, and so each token
 *  once. Shown alone it opens nothing, and shown in another socket nothing either. It is verified like every other but for its end, and the
 *  database confirms the person, the sign-in and the family. No token is given out: whoever wants the next one trades a refresh token. Null
 *  where any of that is not so; a refusal of the database is thrown (IM400). */
export async function exchanged(
  { settings, database }: Pick<Parts, 'settings' | 'database'>,
  { token, held, now, context }: { token: string; held: Staff; now: Date; context: RequestContext },
): Promise<Staff | null> {
  const bearer = await openBearer(token, settings.sessionKey, now, GRACE)
  if (bearer === null || bearer.kind !== 'access') return null
  const { operator, loginKey, loginId, familyId, issuedAt, expiresAt } = bearer
  if (operator.id !== held.userId || loginId !== held.loginId || familyId !== held.familyId) return null
  if (issuedAt !== held.issuedAt || expiresAt !== held.expiresAt) return null
  const scope: Scope = {
    database,
    duty: 'staff',
    loginKey,
    sessionKey: undefined,
    context: { ...context, operator: operator.id, operatorVersion: operator.version, family: familyId },
    spent: { roundTrips: 0, statements: 0 },
  }
  const { remaining } = await ownSignIn(scope)
  return { ...held, expiresAt: now.getTime() + Math.min(ACCESS_LASTS * 1000, remaining) }
}
