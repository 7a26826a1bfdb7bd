import { type SQL, sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'
import type { MessageType, SecretVersion } from '#worker/webhooks/rules/words.ts'

/** What a message is checked with: the secrets in force, sealed or public, and whose tenant the endpoint is. */
export type DoorKey = {
  tenantId: string | null
  secretId: string
  version: SecretVersion
  sealed: Uint8Array | null
  publicKey: string | null
}

type DoorRow = { tenant_id: string | null; secret_id: string; version: SecretVersion; sealed: string | null; public_key: string | null }

/** None for an endpoint that is not there, or not open. */
export async function keysOf(scope: Scope, endpointId: string): Promise<DoorKey[]> {
  const { rows } = await within(scope, { readOnly: true }).execute<DoorRow>(
    sql`select tenant_id, secret_id, version, encode(sealed, 'hex') as sealed, public_key from app.webhook_door(${endpointId})`,
  )
  return rows.map(({ tenant_id, secret_id, version, sealed, public_key }) => ({
    tenantId: tenant_id,
    secretId: secret_id,
    version,
    sealed: sealed === null ? null : bytesFrom(sealed),
    publicKey: public_key,
  }))
}

type Message = {
  endpointId: string
  messageId: string
  /** SHA-256 of the body, in hex. */
  bodyHash: string
  type: MessageType
  tenantId: string | null
  payload: Record<string, unknown>
  maxAttempts: number
}

/** Taken, once: the row, its job and its trace, or what became of its id before. */
export async function receive(
  scope: Scope,
  { endpointId, messageId, bodyHash, type, tenantId, payload, maxAttempts }: Message,
): Promise<{ answer: 'accepted' | 'same' | 'other'; receiptId: string }> {
  const { rows } = await within(scope).execute<{ answer: 'accepted' | 'same' | 'other'; receipt_id: string }>(
    sql`select answer, receipt_id from app.receive_webhook(${endpointId}, ${messageId}, decode(${bodyHash}, 'hex'), ${type}, ${tenantId}, ${JSON.stringify(payload)}::jsonb, ${maxAttempts})`,
  )
  const [row] = rows
  if (!row) throw new Error('a function without an answer')
  return { answer: row.answer, receiptId: row.receipt_id }
}

/** The statement that does what a message says, once. */
export const apply = (receiptId: string): SQL => sql`select app.apply_webhook(${receiptId})`

export const bytesFrom = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
