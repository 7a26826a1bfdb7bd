import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { purge } from '#worker/jobs/queries/letters.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'

/** Housekeeping, once an hour: what is past its time goes, and one row of the trail counts it. */
export const sweepJob: Kind<'sweep'> = {
  kind: 'sweep',
  ...JOB_LIMITS.sweep,
  run: async () => ({ ok: true, effect: purge() }),
}
