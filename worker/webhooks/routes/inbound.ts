import { Hono } from 'hono'
import * as z from 'zod/mini'
import { jobScope } from '#worker/db/job.ts'
import type { Scope } from '#worker/db/scope.ts'
import { objectFrom, parsed } from '#worker/http/body.ts'
import { hex } from '#worker/http/mac.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { unseal } from '#worker/http/seal.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { type DoorKey, keysOf, receive } from '#worker/webhooks/queries/inbound.ts'
import { isInTime, type Signed, signedFrom } from '#worker/webhooks/rules/headers.ts'
import { envelope, MESSAGES, tenantOf } from '#worker/webhooks/rules/messages.ts'
import { MESSAGE_TYPES, type MessageType } from '#worker/webhooks/rules/words.ts'
import { isSigned, type Opened } from '#worker/webhooks/signature.ts'

/** Where other systems tell the portal something, by Standard Webhooks 1.0. Who they are follows from the signature alone: no cookie, no
 *  token and no Origin is looked at. What is not genuine is refused in one way, whatever is wrong with it, and nothing of it is said back. */
export const webhookInRoutes = new Hono<Portal>().post('/:endpoint', permit('POST /api/v1/webhooks/:endpoint'), async (c) => {
  const endpointId = c.req.param('endpoint')
  const scope = scopeFor(c)
  const bytes = await c.req.arrayBuffer()
  const { signed, body, keys } = await genuine(c, scope, endpointId, bytes)
  const { type, data } = messageFrom(body)
  const tenantId = tenantOf(data)
  if (keys.some((key) => key.tenantId !== null && key.tenantId !== tenantId))
    throw new Refusal('INVALID_INPUT', { errors: [{ field: 'data.tenantId', message: 'Not a tenant of this endpoint.' }] })

  const { answer, receiptId } = await receive(scope, {
    endpointId,
    messageId: signed.id,
    bodyHash: hex(await crypto.subtle.digest('SHA-256', bytes)),
    type,
    tenantId,
    payload: data,
    maxAttempts: JOB_LIMITS['webhook-effect'].maxAttempts,
  })
  if (answer === 'other') throw new Refusal('WEBHOOK_ID_REUSED')
  return c.json({ receipt: receiptId }, 202)
})

/** The login of the jobs, because nobody is signed in; with what the trail says of this request. */
const scopeFor = ({ var: { parts, context, spent } }: PortalContext): Scope => ({
  ...jobScope(parts.database, parts.settings.appVersion),
  context,
  spent,
})

/** The body as text, who signed it, and by which endpoint's keys; or the one refusal. */
async function genuine(c: PortalContext, scope: Scope, endpointId: string, bytes: ArrayBuffer) {
  const signed = signedFrom((name) => c.req.header(name))
  const body = textFrom(bytes)
  if (signed === undefined || body === undefined) throw new Refusal('WEBHOOK_NOT_VERIFIED')
  const keys = await keysOf(scope, endpointId)
  // By the database's clock: the Worker's decides nothing.
  if (!isInTime(signed.at, scope.entered?.now ?? c.var.now)) throw new Refusal('WEBHOOK_STALE')
  if (!(await isSigned(body, signed, await opened(c, endpointId, keys)))) throw new Refusal('WEBHOOK_NOT_VERIFIED')
  return { signed: signed satisfies Signed, body, keys }
}

/** What is not UTF-8 was not signed as text. A mark at its beginning is part of what was signed. */
function textFrom(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const opened = (c: PortalContext, endpointId: string, keys: DoorKey[]): Promise<Opened[]> =>
  Promise.all(
    keys.map(async ({ secretId, version, sealed, publicKey }) => ({
      version,
      text:
        sealed === null
          ? (publicKey ?? '')
          : await unseal(c.var.parts.settings.sessionKey, `${endpointId} ${secretId}`, sealed, 'webhook-secret'),
    })),
  )

/** What a genuine sender got wrong is told by field. */
function messageFrom(body: string): { type: MessageType; data: Record<string, unknown> } {
  const whole = objectFrom(body)
  const type = parsed(z.object({ type: z.enum(MESSAGE_TYPES) }), whole).type
  const { data } = parsed(z.extend(envelope, { data: MESSAGES[type] as z.ZodMiniType<Record<string, unknown>> }), whole)
  return { type, data }
}
