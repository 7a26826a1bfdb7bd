import { Webhook } from 'standardwebhooks'
import { aTenant, insert } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { hire, portal } from '#test/world.ts'
import { seal } from '#worker/http/seal.ts'
import { newId } from '#worker/rules/ids.ts'

export type Endpoint = { id: string; tenantId: string | null; secret: string }

/** An endpoint with one secret in force, as an administrator would have added it. */
export async function anEndpoint(row: Record<string, unknown> = {}): Promise<Endpoint> {
  const { id: admin } = await hire('ada')
  const full = { id: newId('whe'), direction: 'IN', tenant_id: (await aTenant()).id, name: 'The product', created_by: admin, ...row }
  await insert('app.webhook_endpoint', full)
  return { id: full.id as string, tenantId: full.tenant_id as string | null, secret: await aSecret(full.id as string) }
}

export async function aSecret(endpointId: string, row: Record<string, unknown> = {}): Promise<string> {
  const secret = `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
  const id = newId('whs')
  const [endpoint] = await owner<{ created_by: string }>('select created_by from app.webhook_endpoint where id = $1', [endpointId])
  const sealed = await seal(settings.sessionKey, `${endpointId} ${id}`, secret, 'webhook-secret')
  await insert('app.webhook_secret', {
    id,
    endpoint_id: endpointId,
    version: 'v1',
    sealed: `\\x${[...sealed].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    last_four: secret.slice(-5, -1),
    created_by: endpoint?.created_by,
    ...row,
  })
  return secret
}

export const message = (type: string, data: Record<string, unknown>) => JSON.stringify({ type, timestamp: new Date().toISOString(), data })
export const suspended = (tenantId: string | null) => message('tenant.suspended', { tenantId })

export type Sent = {
  id?: string
  at?: Date
  secret?: string
  signature?: string
  body: string | Uint8Array
  headers?: Record<string, string>
}

/** Sends as an unmodified sender does, but for what the test says. */
export async function send(
  endpoint: Pick<Endpoint, 'id' | 'secret'>,
  { id, at = new Date(), secret, signature, body, headers = {} }: Sent,
) {
  const messageId = id ?? `msg_${newId('key')}`
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return portal().request(`https://portal.example/api/v1/webhooks/${endpoint.id}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature ?? new Webhook(secret ?? endpoint.secret).sign(messageId, at, text),
      ...headers,
    },
    body: body as BodyInit,
  })
}

export type Receipt = {
  id: string
  message_id: string
  type: string
  tenant_id: string | null
  payload: unknown
  job_id: string
  done_at: string | null
}
export const receiptsOf = (endpointId: string) =>
  owner<Receipt>('select * from app.webhook_receipt where endpoint_id = $1 order by created_at, id', [endpointId])
export const jobsOf = (endpointId: string) =>
  owner<{ id: string; state: string }>(`select id, state from app.job where dedup like 'wh:' || $1 || ':%'`, [endpointId])
