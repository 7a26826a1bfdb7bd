import * as z from 'zod/mini'
import { StartedSession } from '#worker/api/schemas/sessions.ts'
import { operation } from '#worker/http/api.ts'
import { overlayKey } from '#worker/http/overlay.ts'
import { checkCategory, refusalOf, tokenFor } from '#worker/impersonation/answers.ts'
import { startSession } from '#worker/impersonation/queries/session-acts.ts'
import { id, reason } from '#worker/impersonation/rules/start-form.ts'
import { DURATIONS, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
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
      const { scope } = c.var
      checkCategory(c, body.category)
      const sessionKey = await overlayKey(c, ask.key)
      const start = { ...body, targetUserId: body.targetUserId ?? null, sessionId: newId('imp'), sessionKey }
      const started = await startSession(scope, ask, start)
      if (!started.ok) throw refusalOf(started.because)
      const { id: sessionId, expiresAt } = started
      return { id: sessionId, expiresAt, accessToken: await tokenFor(c, { sessionId, sessionKey, tenantId: body.tenantId }) }
    },
  ),
]
