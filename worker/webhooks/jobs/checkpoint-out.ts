import { wordOn } from '#worker/customer/rules/chain-file.ts'
import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { sent } from '#worker/webhooks/jobs/webhook-out.ts'
import { beginCheckpoint, checkpointToTell } from '#worker/webhooks/queries/checkpoint.ts'

/** Where a tenant's chain stood, signed, to the tenant's own address. Signed once: a key that is replaced between two attempts changes
 *  nothing of what was said at the first. */
export const checkpointOutJob: Kind<'checkpoint-out'> = {
  kind: 'checkpoint-out',
  ...JOB_LIMITS['checkpoint-out'],
  async run(tools, { endpoint, event }, { id }) {
    const { scope, notary } = tools
    const covered = await checkpointToTell(scope, { endpointId: endpoint, eventId: event })
    if (covered === undefined) return { ok: false, code: 'NOTHING_TO_TELL', again: false }
    const { keyId, sign } = await notary.signer()
    const document = wordOn(covered)
    const signed = { document, keyId, signature: await sign(document) }
    return sent(tools, await beginCheckpoint(scope, { jobId: id, endpointId: endpoint, eventId: event, signed }))
  },
}
