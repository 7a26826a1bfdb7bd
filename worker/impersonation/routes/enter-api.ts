import { z } from 'zod/mini'
import { StartedSession } from '#worker/api/schemas/sessions.ts'
import { tokenFacts } from '#worker/auth/queries/token-facts.ts'
import { operation } from '#worker/http/api.ts'
import { actorToken } from '#worker/http/bearer.ts'
import { overlayKey } from '#worker/http/overlay.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { tellDeskOf } from '#worker/http/tell.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { startSession } from '#worker/impersonation/queries/session-acts.ts'
import { type Refusal as EntryRefusal, REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { id, reason } from '#worker/impersonation/rules/start-form.ts'
import { categoriesOf, DURATIONS, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'

export const enterApi = [
  operation(
    'POST /api/v1/impersonations',
    {
      id: 'startImpersonation',
      summary: 'Enters a tenant, for a reason and a time, and gives the one token that reaches its content.',
      body: z.strictObject({
        tenantId: id('Name the tenant.'),
        ticketId: id('Name an open ticket of this tenant.'),
        targetUserId: z.optional(z.nullable(id('Name a user of this tenant.'))),
        category: z.enum(SESSION_CATEGORIES),
        minutes: z.literal(DURATIONS),
        reason,
      }),
      answer: StartedSession,
      status: 201,
    },
    async (c, { body, ask }) => {
      const { scope, operator } = c.var
      if (!categoriesOf(operator.role).includes(body.category)) {
        throw new Refusal('INVALID_INPUT', {
          errors: [{ field: 'category', message: 'That category is for those who take tenants live.' }],
        })
      }
      const sessionKey = await overlayKey(c, ask.key)
      const start = { ...body, targetUserId: body.targetUserId ?? null, sessionId: newId('imp'), sessionKey }
      const started = await startSession(scope, ask, start)
      if (!started.ok) throw refusalOf(started.because)
      const { id: sessionId, expiresAt } = started
      return { id: sessionId, expiresAt, accessToken: await tokenFor(c, { sessionId, sessionKey, tenantId: body.tenantId }) }
    },
  ),
]

/** A session's token lasts as long as the session may at most; the row says with every request how long that is. Asked again with the
 *  same key, another token for the same session. */
async function tokenFor(c: PortalContext, session: { sessionId: string; sessionKey: string; tenantId: string }): Promise<string> {
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

export function refusalOf(because: EntryRefusal): Refusal {
  if (because === 'NOT_FOUND' || because === 'NOT_PERMITTED') return new Refusal(because)
  const { field, message } = REFUSALS[because]
  return new Refusal(because, { errors: [{ field, message }] })
}
