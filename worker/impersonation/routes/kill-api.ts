import { KilledSessions } from '#worker/api/schemas/sessions.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { sessionsOver, tellInPassing } from '#worker/http/tell.ts'
import { type Kill, killSessions } from '#worker/impersonation/queries/kill.ts'
import { confirmationOf, killForm, killOneForm, namesOne } from '#worker/impersonation/rules/kill.ts'

export const killApi = [
  operation(
    'POST /api/v1/impersonations/kill',
    {
      id: 'killImpersonations',
      summary: 'Ends the open sessions of an operator, a tenant, a role, or all. For a role and for all, `confirm` repeats the word.',
      body: killForm,
      answer: KilledSessions,
    },
    async (c, { body: { scope, subject, confirm, reason }, ask }) => {
      if (!namesOne(scope, subject)) return undefined
      const word = confirmationOf(scope, subject)
      if (word !== null && confirm !== word)
        throw new Refusal('INVALID_INPUT', { errors: [{ field: 'confirm', message: `Say ${word} to end the sessions.` }] })
      return kill(c, ask, { scope, subject, reason })
    },
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/kill',
    { id: 'killImpersonation', summary: 'Ends one session of somebody else.', body: killOneForm, answer: KilledSessions },
    (c, { params: { sessionId }, body: { reason }, ask }) => kill(c, ask, { scope: 'session', subject: sessionId, reason }),
  ),
]

async function kill(c: PortalContext, ask: Ask, what: Kill) {
  const killed = await killSessions(c.var.scope, ask, what)
  await tellInPassing(
    c,
    (killed ?? []).flatMap(({ id, operatorId }) => sessionsOver(operatorId, [id], 'FORCE_LOGOUT')),
  )
  return killed && { killed }
}
