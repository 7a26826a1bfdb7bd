import { checkpointJob } from '#worker/audit/jobs/checkpoint.ts'
import { customerMailJob } from '#worker/customer/jobs/customer-mail.ts'
import type { Kind } from '#worker/jobs/jobs/kind.ts'
import { digestJob } from '#worker/jobs/jobs/digest.ts'
import { mailJob } from '#worker/jobs/jobs/mail.ts'
import { notifyJob } from '#worker/jobs/jobs/notify.ts'
import { pushJob } from '#worker/jobs/jobs/push.ts'
import { sweepJob } from '#worker/jobs/jobs/sweep.ts'
import { tellJob } from '#worker/jobs/jobs/tell.ts'
import type { JobKind } from '#worker/jobs/rules/words.ts'
import { checkpointOutJob } from '#worker/webhooks/jobs/checkpoint-out.ts'
import { webhookEffectJob } from '#worker/webhooks/jobs/webhook-effect.ts'
import { webhookOutJob } from '#worker/webhooks/jobs/webhook-out.ts'

export type Kinds = { [K in JobKind]: Kind<K> }

/** Every kind of job the portal can run. A kind without its file does not compile. */
export const KINDS: Kinds = {
  mail: mailJob,
  sweep: sweepJob,
  tell: tellJob,
  checkpoint: checkpointJob,
  notify: notifyJob,
  push: pushJob,
  digest: digestJob,
  'webhook-effect': webhookEffectJob,
  'webhook-out': webhookOutJob,
  'checkpoint-out': checkpointOutJob,
  'customer-mail': customerMailJob,
}
