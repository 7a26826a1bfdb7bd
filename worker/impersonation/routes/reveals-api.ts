import { AnsweredReveals, AskedReveals, MoreReveals } from '#worker/api/schemas/sessions.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { answerReveals, askReveals, readRevealRequests, type RevealAnswer } from '#worker/impersonation/queries/reveal-requests.ts'
import { answerForm } from '#worker/impersonation/rules/access.ts'
import { ANSWER_REFUSALS, REVEAL_REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { newId } from '#worker/rules/ids.ts'
import { MOST_REVEALS, moreRevealsForm } from '#worker/tenant/rules/reveals.ts'

export const moreRevealApi = [
  operation(
    'GET /api/v1/impersonations/:sessionId/reveals',
    {
      id: 'listRevealRequests',
      summary: 'What was asked for in a session beyond the reveals that everybody has, and how many the asker has left in it.',
      answer: MoreReveals,
    },
    async (c, { params: { sessionId } }) => {
      const { requests, left } = await readRevealRequests(c.var.db, sessionId)
      return requests.length === 0 && left === null ? undefined : { items: requests, left }
    },
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/reveals',
    {
      id: 'askReveals',
      summary: `Asks a colleague for ${MOST_REVEALS} more reveals in the session of this token, once none is left.`,
      body: moreRevealsForm,
      answer: AskedReveals,
      status: 201,
    },
    async (c, { params: { sessionId }, body: { reason }, ask }) => {
      const asked = await askReveals(c.var.scope, ask, { requestId: newId('rvq', c.var.now), sessionId, reason })
      if (asked.ok) return { id: asked.id }
      if (asked.because === 'NOT_FOUND') return undefined
      throw asked.because === 'NOT_PERMITTED'
        ? new Refusal('NOT_PERMITTED')
        : new Refusal(asked.because, { detail: REVEAL_REFUSALS[asked.because].help })
    },
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/reveals/:requestId/approve',
    {
      id: 'approveReveals',
      summary: 'Says yes to a colleague’s wish for more reveals, with a fresh sign-in.',
      body: answerForm,
      answer: AnsweredReveals,
    },
    (c, { params, body: { note }, ask }) => answer(c, ask, { ...params, answer: 'approve', note }),
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/reveals/:requestId/deny',
    { id: 'denyReveals', summary: 'Says no to it.', body: answerForm, answer: AnsweredReveals },
    (c, { params, body: { note }, ask }) => answer(c, ask, { ...params, answer: 'deny', note }),
  ),
]

async function answer(c: PortalContext, ask: Ask, said: RevealAnswer) {
  const given = await answerReveals(c.var.scope, ask, said)
  if (given.ok) return { id: said.requestId }
  if (given.because === 'NOT_FOUND') return undefined
  throw new Refusal(given.because, { detail: ANSWER_REFUSALS[given.because].help })
}
