import type { Kind, Run, Tools } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { beginDelivery, noted, noteFailure } from '#worker/webhooks/queries/outbound.ts'
import type { Telling } from '#worker/webhooks/tell.ts'

/** A message to a tenant's own address. The attempt is on record before anything leaves; sent twice, it has the same id. */
export const webhookOutJob: Kind<'webhook-out'> = {
  kind: 'webhook-out',
  ...JOB_LIMITS['webhook-out'],
  run: async (tools, { endpoint, event }, { id }) =>
    sent(tools, await beginDelivery(tools.scope, { jobId: id, endpointId: endpoint, eventId: event })),
}

/** Sends what was begun, and notes how it went. */
export async function sent({ scope, tellTenant, clock }: Tools, telling: Telling | undefined): Promise<Run> {
  if (telling === undefined) return { ok: false, code: 'NOTHING_TO_TELL', again: false }
  const told = await tellTenant(telling, clock())
  if (told.ok) return { ok: true, effect: noted(telling.id, true, told.code) }
  await noteFailure(scope, telling.id, told.code)
  return told
}
