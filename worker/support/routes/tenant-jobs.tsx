import { Hono } from 'hono'
import * as z from 'zod/mini'
import { may } from '#worker/auth/rules/roles.ts'
import { withTrail } from '#worker/db/change.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { headFor } from '#worker/support/policy.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { listTenantJobs, retryTenantJob } from '#worker/support/queries/tenant-jobs.ts'
import { TENANT_JOB_KINDS, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { JobNotRetried } from '#views/support/job-not-retried.tsx'
import { TenantJobs } from '#views/support/tenant-jobs.tsx'

export const tenantJobRoutes = new Hono<Portal>()
  .get('/:tenantId/jobs', permit('GET /tenants/:tenantId/jobs'), async (c) => {
    const { db, operator, now } = c.var
    const tenantId = c.req.param('tenantId')
    const turn = turnOf(c)
    const filter = { state: oneOf(c, 'state', TENANT_JOB_STATES), kind: oneOf(c, 'kind', TENANT_JOB_KINDS) }
    const [[tenant], found] = await db.batch([tenantHead(db, tenantId), listTenantJobs(db, tenantId, filter, turn, PAGE)])
    if (!tenant) return c.notFound()

    const rows = newestFirst(turn, found)
    return show(
      c,
      { title: `Jobs · ${tenant.name}`, nav: 'tenants', width: 'wide' },
      <TenantJobs
        head={headFor(operator, tenant, liveSession(c))}
        rows={rows}
        filter={filter}
        turns={turnsFrom(c, turn, rows)}
        mayManage={may(operator, 'manage_jobs')}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .post('/:tenantId/jobs/:jobId/retry', permit('POST /tenants/:tenantId/jobs/:jobId/retry'), async (c) => {
    const { tenantId, jobId } = c.req.param()
    const { db, scope } = c.var
    const form = await readForm(c, z.strictObject({}))
    // Only a tenant that exists gets a row into its chain.
    const [tenant] = await tenantHead(db, tenantId)

    const retried = await withTrail(
      scope,
      form.ask,
      { act: 'tenant_job:retry', about: jobId, ...(tenant && { tenantId }) },
      retryTenantJob({ tenantId, jobId }),
    )

    if (retried.ok) return c.redirect(`/tenants/${tenantId}/jobs?done=job-retried`, 303)
    const [job] = retried.refused
    if (!job) return c.notFound()
    return show(c, { title: 'Not retried', nav: 'tenants', width: 'narrow', status: 409 }, <JobNotRetried tenantId={tenantId} job={job} />)
  })
