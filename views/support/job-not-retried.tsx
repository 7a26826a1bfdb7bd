import { ErrorPage } from '#views/layout/error.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { JobStateBadge } from '#views/ui/status.tsx'
import { JOB_KIND_NAMES, JOB_STATE_SAYS } from '#worker/support/rules/jobs.ts'
import type { TenantJobKind, TenantJobState } from '#worker/support/rules/register-words.ts'

type JobNotRetriedProps = { tenantId: string; job: { kind: TenantJobKind; state: TenantJobState } }

/** The job is no longer where it could be retried from: where it is now. */
export function JobNotRetried({ tenantId, job }: JobNotRetriedProps) {
  return (
    <ErrorPage
      status={409}
      title={`${JOB_KIND_NAMES[job.kind]} cannot be retried now`}
      help={
        <p>
          <JobStateBadge state={job.state} /> {JOB_STATE_SAYS[job.state]} Nothing was changed; only a retryable or discarded job can be run
          again.
        </p>
      }
      action={
        <ButtonLink look="primary" href={`/tenants/${tenantId}/jobs`}>
          Back to the jobs
        </ButtonLink>
      }
    />
  )
}
