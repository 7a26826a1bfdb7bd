import type { TenantJobKind, TenantJobState } from '#worker/support/rules/register-words.ts'

/** The states from which a job may be run again. */
export const RETRIED_FROM = ['RETRYABLE', 'DISCARDED'] as const satisfies TenantJobState[]

export const mayRetry = (state: TenantJobState) => (RETRIED_FROM as readonly TenantJobState[]).includes(state)

export const JOB_KIND_NAMES: Record<TenantJobKind, string> = {
  REPORT_IMPORT: 'Report import',
  CASE_EXPORT: 'Case export',
  DIGEST: 'Digest',
  RETENTION: 'Retention',
  SSO_SYNC: 'SSO sync',
  TRANSLATION: 'Translation',
}

/** What a job in this state does, so that nobody presses in vain. */
export const JOB_STATE_SAYS: Record<TenantJobState, string> = {
  SCHEDULED: 'It is planned for later and runs by itself.',
  AVAILABLE: 'It is due and starts as soon as a worker is free.',
  RUNNING: 'It is running now.',
  RETRYABLE: 'It failed and waits for its next try.',
  COMPLETED: 'It is done.',
  CANCELLED: 'Somebody cancelled it.',
  DISCARDED: 'It failed too often and was given up.',
}
