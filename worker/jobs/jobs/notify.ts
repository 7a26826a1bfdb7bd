import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { writeNotifications } from '#worker/notifications/queries/jobs.ts'

/** Writes what is said of an event into the inbox of everybody who hears of it. */
export const notifyJob: Kind<'notify'> = {
  kind: 'notify',
  ...JOB_LIMITS.notify,
  run: async (_tools, args) => ({ ok: true, effect: writeNotifications(args) }),
}
