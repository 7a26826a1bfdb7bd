import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { apply } from '#worker/webhooks/queries/inbound.ts'

/** What a message says, done. All of it lies inside the database, in the transaction of the mark; what is not there yet is tried again,
 *  because messages overtake one another. */
export const webhookEffectJob: Kind<'webhook-effect'> = {
  kind: 'webhook-effect',
  ...JOB_LIMITS['webhook-effect'],
  run: async (_tools, { receipt }) => ({ ok: true, effect: apply(receipt) }),
}
