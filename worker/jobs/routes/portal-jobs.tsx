import { Hono } from 'hono'
import * as z from 'zod/mini'
import { may } from '#worker/auth/rules/roles.ts'
import { withTrail } from '#worker/db/change.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { countJobs, countLateEvents, listJobs, moveJob, readJob } from '#worker/jobs/queries/portal-jobs.ts'
import { type Move, movesOf } from '#worker/jobs/rules/moves.ts'
import { JOB_NAMES } from '#worker/jobs/rules/names.ts'
import { JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { JobPage } from '#views/jobs/job.tsx'
import { JobNotMoved } from '#views/jobs/job-not-moved.tsx'
import { JobList } from '#views/jobs/job-list.tsx'

/** The portal's own background work: what waits, what was given up, and the two things a person may do about it. */
export const portalJobRoutes = new Hono<Portal>()
  .get('/', permit('GET /portal-jobs'), async (c) => {
    const { db, operator, now } = c.var
    const turn = turnOf(c)
    const filter = { state: oneOf(c, 'state', JOB_STATES), kind: oneOf(c, 'kind', JOB_KINDS) }
    const [found, counts, [late]] = await db.batch([listJobs(db, filter, turn, PAGE), countJobs(db), countLateEvents(db)])
    const rows = newestFirst(turn, found)
    return show(
      c,
      { title: 'Portal jobs', nav: 'portal-jobs', width: 'wide' },
      <JobList
        rows={rows}
        counts={counts}
        lateEvents={late?.events ?? 0}
        filter={filter}
        turns={turnsFrom(c, turn, rows)}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:jobId', permit('GET /portal-jobs/:jobId'), async (c) => {
    const { db, operator, now } = c.var
    const [job] = await readJob(db, c.req.param('jobId'))
    if (!job) return c.notFound()
    return show(
      c,
      { title: `${JOB_NAMES[job.kind]} ${job.id}`, nav: 'portal-jobs' },
      <JobPage
        job={job}
        mayManage={may(operator, 'manage_portal_jobs')}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .post('/:jobId/replay', permit('POST /portal-jobs/:jobId/replay'), (c) => moved(c, 'replay', c.req.param('jobId')))

  .post('/:jobId/cancel', permit('POST /portal-jobs/:jobId/cancel'), (c) => moved(c, 'cancel', c.req.param('jobId')))

async function moved(c: PortalContext, move: Move, jobId: string): Promise<Response> {
  const form = await readForm(c, z.strictObject({}))
  const answer = await withTrail(c.var.scope, form.ask, { act: `job:${move}`, about: jobId }, moveJob(move, jobId))

  if (answer.ok) return c.redirect(`/portal-jobs/${jobId}?done=job-${move === 'replay' ? 'replayed' : 'cancelled'}`, 303)
  const [job] = answer.refused
  if (!job) return c.notFound()
  return show(
    c,
    { title: 'Nothing was changed', nav: 'portal-jobs', width: 'narrow', status: 409 },
    <JobNotMoved job={job} move={move} allowed={movesOf(job)} />,
  )
}
