import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { TenantJob, TenantJobPage } from '#worker/api/schemas/tenants.ts'
import { withTrail } from '#worker/db/change.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { Refusal } from '#worker/http/problem.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { listTenantJobs, retryTenantJob } from '#worker/support/queries/tenant-jobs.ts'
import { TENANT_JOB_KINDS, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'

export const tenantJobApi = [
  operation(
    'GET /api/v1/tenants/:tenantId/jobs',
    {
      id: 'listTenantJobs',
      summary: 'A tenant’s background jobs, the latest first.',
      query: { ...listQuery, state: z.optional(z.enum(TENANT_JOB_STATES)), kind: z.optional(z.enum(TENANT_JOB_KINDS)) },
      answer: TenantJobPage,
    },
    async (c, { params, query: { cursor, limit, state, kind } }) => {
      const { db } = c.var
      const rows = listTenantJobs(db, params.tenantId, { state, kind }, turnFrom(cursor), limit)
      const [[tenant], found] = await db.batch([tenantHead(db, params.tenantId), rows])
      return tenant && paged(found, limit, (row) => row.createdAt)
    },
  ),

  operation(
    'POST /api/v1/tenants/:tenantId/jobs/:jobId/retry',
    { id: 'retryTenantJob', summary: 'Makes a job due that waits for its next try, or was given up.', answer: TenantJob },
    async (c, { params: { tenantId, jobId }, ask }) => {
      const { db, scope } = c.var
      // Only a tenant that exists gets a row into its chain.
      const [tenant] = await tenantHead(db, tenantId)
      const retried = await withTrail(
        scope,
        ask,
        { act: 'tenant_job:retry', about: jobId, ...(tenant && { tenantId }) },
        retryTenantJob({ tenantId, jobId }),
      )
      if (retried.ok) return retried.changed[0]
      const [job] = retried.refused
      if (!job) return undefined
      throw new Refusal('INVALID_TRANSITION', { from: job.state, to: 'AVAILABLE', allowed: [] })
    },
  ),
]
