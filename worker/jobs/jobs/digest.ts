import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { writeDigest } from '#worker/notifications/queries/jobs.ts'

/** The time in which letters of a category are collected is over. */
export const digestJob: Kind<'digest'> = {
  kind: 'digest',
  ...JOB_LIMITS.digest,
  run: async (_tools, args) => ({ ok: true, effect: writeDigest(args) }),
}
