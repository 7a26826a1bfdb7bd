import * as z from 'zod/mini'
import { MovedJob, PortalJob, PortalJobPage } from '#worker/api/schemas/jobs.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { withTrail } from '#worker/db/change.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { listJobs, moveJob, readJob } from '#worker/jobs/queries/portal-jobs.ts'
import { type Move, movesOf } from '#worker/jobs/rules/moves.ts'
import { JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'

export const portalJobApi = [
  operation(
    'GET /api/v1/portal-jobs',
    {
      id: 'listPortalJobs',
      summary: 'The portal’s own background jobs, the latest first.',
      query: { ...listQuery, state: z.optional(z.enum(JOB_STATES)), kind: z.optional(z.enum(JOB_KINDS)) },
      answer: PortalJobPage,
    },
    async (c, { query: { cursor, limit, state, kind } }) =>
      paged(await listJobs(c.var.db, { state, kind }, turnFrom(cursor), limit), limit, (row) => row.createdAt),
  ),

  operation(
    'GET /api/v1/portal-jobs/:jobId',
    { id: 'getPortalJob', summary: 'One job, and the event it follows from.', answer: PortalJob },
    async (c, { params }) => (await readJob(c.var.db, params.jobId))[0],
  ),

  operation(
    'POST /api/v1/portal-jobs/:jobId/replay',
    { id: 'replayPortalJob', summary: 'Starts a job over that was given up or cancelled.', answer: MovedJob },
    (c, { params, ask }) => moved(c, ask, 'replay', params.jobId),
  ),

  operation(
    'POST /api/v1/portal-jobs/:jobId/cancel',
    { id: 'cancelPortalJob', summary: 'Cancels a job that waits.', answer: MovedJob },
    (c, { params, ask }) => moved(c, ask, 'cancel', params.jobId),
  ),
]

async function moved(c: PortalContext, ask: Ask, move: Move, jobId: string) {
  const answer = await withTrail(c.var.scope, ask, { act: `job:${move}`, about: jobId }, moveJob(move, jobId))
  if (answer.ok) return answer.changed[0]
  const [job] = answer.refused
  if (!job) return undefined
  throw new Refusal('INVALID_TRANSITION', { from: job.state, to: move === 'replay' ? 'available' : 'cancelled', allowed: movesOf(job) })
}
