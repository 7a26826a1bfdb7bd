import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { tenantJobs } from '#drizzle/schema/register.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { change } from '#worker/db/change.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import { RETRIED_FROM } from '#worker/support/rules/jobs.ts'
import type { TenantJobKind, TenantJobState } from '#worker/support/rules/register-words.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

export type JobFilter = { state: TenantJobState | undefined; kind: TenantJobKind | undefined }

const listed = {
  id: tenantJobs.id,
  kind: tenantJobs.kind,
  state: tenantJobs.state,
  attempts: tenantJobs.attempts,
  maxAttempts: tenantJobs.maxAttempts,
  lastError: tenantJobs.lastError,
  runAt: tenantJobs.runAt,
  createdAt: tenantJobs.createdAt,
}

/** A tenant's background jobs, the latest first. */
export function listTenantJobs(db: Reader, tenantId: string, { state, kind }: JobFilter, turn: Turn, most: number) {
  return db
    .select(listed)
    .from(tenantJobs)
    .where(
      and(
        eq(tenantJobs.tenantId, tenantId),
        state && eq(tenantJobs.state, state),
        kind && eq(tenantJobs.kind, kind),
        beyond(turn, tenantJobs.createdAt, tenantJobs.id),
      ),
    )
    .orderBy(...inOrder(turn, tenantJobs.createdAt, tenantJobs.id))
    .limit(most)
}
export type ListedJob = Awaited<ReturnType<typeof listTenantJobs>>[number]

/** A job that waits for its next try, or that was given up, is due now. Who was given up starts over; what went wrong stays readable. */
export const retryTenantJob = ({ tenantId, jobId }: { tenantId: string; jobId: string }) =>
  change(tenantJobs, {
    which: sql`${tenantJobs.id} = ${jobId} and ${tenantJobs.tenantId} = ${tenantId}`,
    only: inArray(tenantJobs.state, [...RETRIED_FROM]),
    set: {
      state: 'AVAILABLE',
      attempts: sql`case when ${tenantJobs.state} = 'DISCARDED' then 0 else ${tenantJobs.attempts} end`,
      runAt: sql`now()`,
      finishedAt: null,
      version: sql`${tenantJobs.version} + 1`,
    },
  })

const failed = {
  id: tenantJobs.id,
  tenantId: tenantJobs.tenantId,
  tenantName: reckoned(
    'tenant_name',
    'internal',
    sql<string>`(select ${tenants.name} from ${tenants} where ${tenants.id} = ${tenantJobs.tenantId})`,
  ),
  kind: tenantJobs.kind,
  attempts: tenantJobs.attempts,
  lastError: tenantJobs.lastError,
  createdAt: tenantJobs.createdAt,
}
export type FailedJob = Shown<typeof failed>

/** Jobs that were given up, of any tenant, the latest first. */
export const latestFailures = (most: number) =>
  reading(
    'tenant_job',
    failed,
    look
      .select(selectionOf(failed))
      .from(tenantJobs)
      // Written out, because the index is of these rows only.
      .where(sql`${tenantJobs.state} = 'DISCARDED'`)
      .orderBy(desc(tenantJobs.createdAt), desc(tenantJobs.id))
      .limit(most),
  )
