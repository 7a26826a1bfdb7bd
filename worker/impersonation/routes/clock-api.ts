import * as z from 'zod/mini'
import { CurrentSession, EndedSession, ExtendedSession } from '#worker/api/schemas/sessions.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { sessionsOver, tellDeskOf, tellInPassing } from '#worker/http/tell.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { endSession, extendSession } from '#worker/impersonation/queries/session-acts.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { EXTENSIONS } from '#worker/impersonation/rules/words.ts'
import { line } from '#worker/rules/line.ts'

/** The time of a running session: what is left of it, more of it, the end of it. */
export const clockApi = [
  operation(
    'GET /api/v1/impersonations/current',
    { id: 'getCurrentImpersonation', summary: 'What is left of the session of this token.', answer: CurrentSession },
    async (c) => {
      const { scope, parts, operator } = c.var
      const current = await confirmed(scope)
      if (!current) return { live: false, id: null, remainingMs: 0, idleRemainingMs: 0, warning: null }
      const { sessionId, remaining, idleRemaining } = current
      const warning = await parts
        .desks(operator.id)
        .warning({ sessionId })
        .catch(() => null)
      return { live: true, id: sessionId, remainingMs: remaining, idleRemainingMs: idleRemaining, warning }
    },
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/extend',
    {
      id: 'extendImpersonation',
      summary: 'More time in the session of this token, up to four hours; the token lasts that long.',
      body: z.strictObject({ minutes: z.literal(EXTENSIONS), reason: line('Say why more time is needed.', 300) }),
      answer: ExtendedSession,
    },
    async (c, { params: { sessionId }, body, ask }) => {
      const { scope, who } = c.var
      const extended = await extendSession(scope, ask, { sessionId, ...body })
      if (!extended.ok) {
        if (extended.because === 'NOT_FOUND' || extended.because === 'NOT_PERMITTED') throw new Refusal(extended.because)
        const { field, message } = REFUSALS[extended.because]
        throw new Refusal(extended.because, { errors: [{ field, message }] })
      }
      const { sessionKey } = who
      const begun = sessionKey === undefined ? undefined : await confirmed(scope)
      if (begun && sessionKey !== undefined) await tellDeskOf(c, begun, sessionKey)
      return { id: extended.id, expiresAt: extended.expiresAt }
    },
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/end',
    { id: 'endImpersonation', summary: 'Leaves a tenant. Ending what is over already is no error.', answer: EndedSession },
    async (c, { params: { sessionId } }) => {
      const { parts, who, context, spent } = c.var
      if (who.kind === 'nobody') throw new Refusal('SIGNED_OUT')
      const ended = await endSession(parts.database, { sessionId, sessionKey: who.sessionKey, loginKey: who.loginKey, context, spent })
      if (ended) await tellInPassing(c, sessionsOver(ended.operatorId, [sessionId], ended.endReason))
      return ended
    },
  ),
]
