import { TENANT_JOB_KINDS, type TenantJobKind, type TenantJobState } from '#worker/support/rules/register-words.ts'
import { between, DAY, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import { odds, type Random } from './random.ts'
import type { Row } from './rows.ts'
import type { TenantPlan } from './tenants.ts'

const MOST_ATTEMPTS = 5
/** As many are of the last two hours, and may still be at it. */
const LATE = 4

const WHAT_FAILED: Record<TenantJobKind, readonly string[]> = {
  REPORT_IMPORT: ['Row 214 has no category.', 'The file is not UTF-8.'],
  CASE_EXPORT: ['The archive would exceed 2 GB.', 'Object storage answered 503.'],
  DIGEST: ['The mail relay refused the connection.', 'No recipient is left after holidays.'],
  RETENTION: ['Three cases are under legal hold.', 'Lock timeout after 2 s.'],
  SSO_SYNC: ['The directory answered 429.', 'The certificate of the directory has expired.'],
  TRANSLATION: ['The translation service did not answer within 30 s.', 'Language pair ja-pt is not available.'],
}

/** Two weeks of background jobs: most went well, some wait for their next try, a few were given up. */
export function jobsOf(random: Random, keys: Keys, { row: tenant }: TenantPlan, now: Date) {
  const count = tenant.status === 'ACTIVE' ? random.int(22, 60) : random.int(2, 6)
  const from = new Date(Math.max(tenant.createdAt.getTime(), now.getTime() - 14 * DAY))
  const tenantJobs = Array.from({ length: count }, (_, i) =>
    between(random, i < LATE ? later(now, -2 * HOUR) : from, later(now, -2 * MINUTE)),
  )
    .toSorted((a, b) => a.getTime() - b.getTime())
    .map((createdAt, place) => job(random, keys, tenant.id, createdAt, place >= count - LATE, now))
  return { tenantJobs }
}

function job(random: Random, keys: Keys, tenantId: string, createdAt: Date, isLate: boolean, now: Date): Row<'tenantJobs'> {
  const kind = random.pick(TENANT_JOB_KINDS)
  const state = random.weighted<TenantJobState>(
    isLate
      ? odds({ SCHEDULED: 25, AVAILABLE: 20, RUNNING: 20, RETRYABLE: 25, COMPLETED: 10 })
      : odds({ COMPLETED: 78, RETRYABLE: 6, DISCARDED: 9, CANCELLED: 5, SCHEDULED: 2 }),
  )
  const failed = state === 'RETRYABLE' || state === 'DISCARDED'
  const attempts =
    state === 'DISCARDED'
      ? MOST_ATTEMPTS
      : state === 'RETRYABLE'
        ? random.int(1, MOST_ATTEMPTS - 1)
        : state === 'COMPLETED'
          ? random.weighted([[1, 85] as const, [2, 11] as const, [3, 4] as const])
          : state === 'RUNNING'
            ? 1
            : 0
  const over = state === 'COMPLETED' || state === 'DISCARDED' || state === 'CANCELLED'
  const startedAt = attempts === 0 ? null : new Date(Math.min(later(createdAt, random.int(1, 90) * 1_000).getTime(), now.getTime() - 1_000))
  const finishedAt = over ? new Date(Math.min(later(startedAt ?? createdAt, random.int(1, 240) * 1_000).getTime(), now.getTime())) : null
  return {
    id: keys('job', createdAt),
    tenantId,
    kind,
    state,
    attempts,
    maxAttempts: MOST_ATTEMPTS,
    lastError: failed || (state === 'COMPLETED' && attempts > 1) ? random.pick(WHAT_FAILED[kind]) : null,
    runAt:
      state === 'SCHEDULED' || state === 'RETRYABLE'
        ? later(now, random.int(3, 60 * 20) * MINUTE)
        : later(createdAt, random.int(0, 1) * (HOUR / 60)),
    startedAt,
    finishedAt,
    createdAt,
    version: 1 + attempts,
  }
}
