import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { NotedSession, SessionPage, Timeline } from '#worker/api/schemas/sessions.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { whoseSessions } from '#worker/impersonation/policy.ts'
import { noteSession } from '#worker/impersonation/queries/session-acts.ts'
import { listSessions, readTimeline } from '#worker/impersonation/queries/sessions.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { noteForm } from '#worker/impersonation/rules/start-form.ts'

export const sessionApi = [
  operation(
    'GET /api/v1/impersonations',
    {
      id: 'listImpersonations',
      summary: 'Sessions in tenants: one’s own, those of the role one leads, or all, the latest first.',
      query: listQuery,
      answer: SessionPage,
    },
    async (c, { query: { cursor, limit } }) => {
      const { db, operator } = c.var
      const rows = await listSessions(db, { after: cursor, ...whoseSessions(operator), most: limit })
      return paged(rows, limit, (row) => row.startedAt)
    },
  ),

  operation(
    'GET /api/v1/impersonations/:sessionId',
    {
      id: 'getImpersonation',
      summary: 'A session from start to end with every act in it. Reading it is an act, too.',
      query: { cursor: z.optional(z.pipe(z.string().check(z.regex(/^\d{1,12}$/)), z.transform(Number))) },
      answer: Timeline,
    },
    async (c, { params: { sessionId }, query: { cursor } }) => {
      const timeline = await readTimeline(c.var.scope, sessionId, cursor)
      if (!timeline) return undefined
      const { session, review, acts, more } = timeline
      const last = acts.at(-1)
      return { session, ...(review && { review }), acts, ...(more && last && { next: String(last.seq) }) }
    },
  ),

  operation(
    'POST /api/v1/impersonations/:sessionId/note',
    { id: 'noteImpersonation', summary: 'A closing note on a session of one’s own.', body: noteForm, answer: NotedSession, status: 201 },
    async (c, { params: { sessionId }, body: { note }, ask }) => {
      const noted = await noteSession(c.var.scope, ask, { sessionId, note })
      if (noted.ok) return { id: sessionId, noted: true }
      if (noted.because === 'NOT_FOUND') return undefined
      throw new Refusal(noted.because, { detail: REFUSALS[noted.because].message })
    },
  ),
]
