import { tokenFacts } from '#worker/auth/queries/token-facts.ts'
import { ACCESS_LASTS, accessToken, openBearer } from '#worker/http/bearer.ts'
import type { Parts } from '#worker/http/portal.ts'
import type { RequestContext, Scope } from '#worker/db/scope.ts'
import type { Staff } from '#worker/live/rules/claims.ts'
import { newId } from '#worker/rules/ids.ts'

/** For so long after its end an access token may still be exchanged, as jose reads it. */
const GRACE = '5 minutes'

/** What an open socket knows of who holds it, from the token it was let in with. */
export type Held = Pick<Staff, 'userId' | 'loginId' | 'familyId'>

/** A token that ran out while its socket was open, for a new one of the same family. Only the socket it belongs to may ask: shown alone
 *  the token opens nothing, and shown by another socket nothing either. It is verified like every other but for its end, and the database
 *  confirms the person, the sign-in and the family. Null where any of that is not so; a refusal of the database is thrown (IM400). */
export async function exchanged(
  { settings, database }: Pick<Parts, 'settings' | 'database'>,
  { token, held, now, context }: { token: string; held: Held; now: Date; context: RequestContext },
): Promise<{ accessToken: string; expiresAt: Date } | null> {
  const bearer = await openBearer(token, settings.sessionKey, now, GRACE)
  if (bearer === null || bearer.kind !== 'access') return null
  const { operator, email: _before, loginKey, loginId, familyId } = bearer
  if (operator.id !== held.userId || loginId !== held.loginId || familyId !== held.familyId) return null
  const scope: Scope = {
    database,
    duty: 'staff',
    loginKey,
    sessionKey: undefined,
    context: { ...context, operator: operator.id, operatorVersion: operator.version, family: familyId },
    spent: { roundTrips: 0, statements: 0 },
  }
  const tokenId = newId('tok')
  const { email, now: from, until } = await tokenFacts(scope, tokenId)
  const expiresAt = new Date(Math.min(from.getTime() + ACCESS_LASTS * 1000, until.getTime()))
  const given = { operator, email, loginKey, loginId, familyId, tokenId, from, until: expiresAt }
  return { accessToken: await accessToken(settings.sessionKey, given), expiresAt }
}
