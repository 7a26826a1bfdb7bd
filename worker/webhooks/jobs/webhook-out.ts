import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { beginDelivery, noted, noteFailure } from '#worker/webhooks/queries/outbound.ts'

/** A message to a tenant's own address. The attempt is on record before anything leaves; sent twice, it has the same id. */
export const webhookOutJob: Kind<'webhook-out'> = {
  kind: 'webhook-out',
  ...JOB_LIMITS['webhook-out'],
  async run({ scope, tellTenant, clock }, { endpoint, event }, { id }) {
    const telling = await beginDelivery(scope, { jobId: id, endpointId: endpoint, eventId: event })
    if (telling === undefined) return { ok: false, code: 'NOTHING_TO_TELL', again: false }
    const told = await tellTenant(telling, clock())
    if (told.ok) return { ok: true, effect: noted(telling.id, true, told.code) }
    await noteFailure(scope, telling.id, told.code)
    return told
  },
}
