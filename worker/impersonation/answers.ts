import { tokenFacts } from '#worker/auth/queries/token-facts.ts'
import { actorToken } from '#worker/http/bearer.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { tellDeskOf } from '#worker/http/tell.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { type Refusal as EntryRefusal, REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { categoriesOf, type SessionCategory } from '#worker/impersonation/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'

/** A session's token lasts as long as the session may at most; the row says with every request how long that is. Asked again with the
 *  same key, another token for the same session. */
export async function tokenFor(c: PortalContext, session: { sessionId: string; sessionKey: string; tenantId: string }): Promise<string> {
  const { scope, operator, who, parts } = c.var
  const { sessionKey } = session
  const within = { ...scope, sessionKey }
  const tokenId = newId('tok')
  const { email, loginId, now, until } = await tokenFacts(within, tokenId)
  const begun = await confirmed(within)
  if (begun) await tellDeskOf(c, begun, sessionKey)
  return actorToken(parts.settings.sessionKey, {
    ...session,
    operator,
    loginKey: who.loginKey,
    email,
    loginId,
    familyId: who.familyId ?? '',
    tokenId,
    from: now,
    until: within.entered?.session?.longestUntil ?? until,
  })
}

/** A category that is somebody else's would be a way around saying what it is about. */
export function checkCategory(c: PortalContext, category: SessionCategory): void {
  if (categoriesOf(c.var.operator.role).includes(category)) return
  throw new Refusal('INVALID_INPUT', { errors: [{ field: 'category', message: 'That category is for those who take tenants live.' }] })
}

export function refusalOf(because: EntryRefusal): Refusal {
  if (because === 'NOT_FOUND' || because === 'NOT_PERMITTED') return new Refusal(because)
  const { field, message } = REFUSALS[because]
  return new Refusal(because, { errors: [{ field, message }] })
}
