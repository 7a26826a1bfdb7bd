import * as z from 'zod/mini'
import { AccessPage, AccessRequest, AnsweredAccess, AskedAccess } from '#worker/api/schemas/access.ts'
import { StartedSession } from '#worker/api/schemas/sessions.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import { overlayKey } from '#worker/http/overlay.ts'
import { turnFrom } from '#worker/http/page.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { sessionsOver, tellInPassing } from '#worker/http/tell.ts'
import { checkCategory, refusalOf, tokenFor } from '#worker/impersonation/answers.ts'
import { whoseAccess } from '#worker/impersonation/policy.ts'
import { type Answer, answerAccess, askAccess, breakGlass, startApproved } from '#worker/impersonation/queries/access-acts.ts'
import { listAccess, readAccess } from '#worker/impersonation/queries/access.ts'
import { answerForm, breakGlassReason } from '#worker/impersonation/rules/access.ts'
import { ANSWER_REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { id, reason } from '#worker/impersonation/rules/start-form.ts'
import { DURATIONS, MODES, SCOPES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'

/** The exact access: what is asked for is what is approved, and what begins. */
const exactly = z.strictObject({
  tenantId: id('Name the tenant.'),
  ticketId: id('Name an open ticket of this tenant.'),
  targetUserId: z.optional(z.nullable(id('Name a user of this tenant.'))),
  mode: z.enum(MODES),
  scope: z.enum(SCOPES),
  category: z.enum(SESSION_CATEGORIES),
  minutes: z.literal(DURATIONS),
  reason,
})

export const accessApi = [
  operation(
    'GET /api/v1/access-requests',
    {
      id: 'listAccessRequests',
      summary: 'Requests for access that the asker may know of, the latest first.',
      query: listQuery,
      answer: AccessPage,
    },
    async (c, { query: { cursor, limit } }) =>
      paged(await listAccess(c.var.db, whoseAccess(c.var.operator), turnFrom(cursor), limit), limit, (row) => row.askedAt),
  ),

  operation(
    'GET /api/v1/access-requests/:requestId',
    { id: 'getAccessRequest', summary: 'One request for access and how it stands.', answer: AccessRequest },
    (c, { params: { requestId } }) => readAccess(c.var.db, requestId),
  ),

  operation(
    'POST /api/v1/access-requests',
    { id: 'askAccess', summary: 'Asks for an access that takes somebody else’s yes.', body: exactly, answer: AskedAccess, status: 201 },
    async (c, { body, ask }) => {
      checkCategory(c, body.category)
      const asked = await askAccess(c.var.scope, ask, {
        ...body,
        targetUserId: body.targetUserId ?? null,
        requestId: newId('acr', c.var.now),
      })
      if (!asked.ok) throw refusalOf(asked.because)
      return { id: asked.id }
    },
  ),

  operation(
    'POST /api/v1/access-requests/:requestId/approve',
    { id: 'approveAccess', summary: 'Says yes to a colleague’s request, with a fresh sign-in.', body: answerForm, answer: AnsweredAccess },
    (c, { params: { requestId }, body: { note }, ask }) => answer(c, ask, { requestId, answer: 'approve', note }),
  ),

  operation(
    'POST /api/v1/access-requests/:requestId/deny',
    { id: 'denyAccess', summary: 'Says no, also after a yes: what had begun ends.', body: answerForm, answer: AnsweredAccess },
    (c, { params: { requestId }, body: { note }, ask }) => answer(c, ask, { requestId, answer: 'deny', note }),
  ),

  operation(
    'POST /api/v1/access-requests/:requestId/withdraw',
    { id: 'withdrawAccess', summary: 'Takes back a request of one’s own.', answer: AnsweredAccess },
    (c, { params: { requestId }, ask }) => answer(c, ask, { requestId, answer: 'withdraw', note: null }),
  ),

  operation(
    'POST /api/v1/access-requests/:requestId/start',
    {
      id: 'startApproved',
      summary: 'Begins what was approved, once and exactly so, and gives the one token that reaches the content.',
      body: exactly,
      answer: StartedSession,
      status: 201,
    },
    async (c, { params: { requestId }, body, ask }) => {
      const { scope } = c.var
      if (body.mode === 'READ_ONLY') delete scope.context.fresh
      const sessionKey = await overlayKey(c, ask.key)
      const start = { ...body, targetUserId: body.targetUserId ?? null, requestId, sessionId: newId('imp'), sessionKey }
      const started = await startApproved(scope, ask, start)
      if (!started.ok) throw refusalOf(started.because)
      const { id: sessionId, expiresAt } = started
      return { id: sessionId, expiresAt, accessToken: await tokenFor(c, { sessionId, sessionKey, tenantId: body.tenantId }) }
    },
  ),

  operation(
    'POST /api/v1/tenants/:tenantId/break-glass',
    {
      id: 'breakGlass',
      summary: 'Enters read-only for half an hour without asking anybody; everybody who was not asked is told.',
      body: z.strictObject({
        ticketId: exactly.shape.ticketId,
        category: exactly.shape.category,
        reason: breakGlassReason,
      }),
      answer: StartedSession,
      status: 201,
    },
    async (c, { params: { tenantId }, body, ask }) => {
      checkCategory(c, body.category)
      const sessionKey = await overlayKey(c, ask.key)
      const started = await breakGlass(c.var.scope, ask, { ...body, tenantId, sessionId: newId('imp'), sessionKey })
      if (!started.ok) throw started.because === 'TENANT_UNKNOWN' ? new Refusal('NOT_FOUND') : refusalOf(started.because)
      const { id: sessionId, expiresAt } = started
      return { id: sessionId, expiresAt, accessToken: await tokenFor(c, { sessionId, sessionKey, tenantId }) }
    },
  ),
]

async function answer(c: PortalContext, ask: Ask, said: { requestId: string; answer: Answer; note: string | null }) {
  const given = await answerAccess(c.var.scope, ask, said)
  if (!given.ok) {
    if (given.because === 'NOT_FOUND') return undefined
    throw new Refusal(given.because, { detail: ANSWER_REFUSALS[given.because].help })
  }
  if (given.ended !== null) await tellInPassing(c, sessionsOver(given.operatorId, [given.ended], 'FORCE_LOGOUT'))
  return { id: said.requestId, endedSessionId: given.ended }
}
