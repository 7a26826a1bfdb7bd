import { type SQL, sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'
import { bytesFrom } from '#worker/webhooks/queries/inbound.ts'
import type { Telling } from '#worker/webhooks/tell.ts'

/** One row per secret in force. */
export type Begun = { delivery_id: string; url: string; message: string; secret_id: string; sealed: string }

/** An attempt, counted, and all it needs; undefined where there is nothing to tell: the endpoint is closed, or it was told. */
export async function beginDelivery(
  scope: Scope,
  { jobId, endpointId, eventId }: { jobId: string; endpointId: string; eventId: string },
): Promise<Telling | undefined> {
  const { rows } = await within(scope).execute<Begun>(
    sql`select delivery_id, url, message, secret_id, encode(sealed, 'hex') as sealed from app.begin_delivery(${jobId}, ${endpointId}, ${eventId})`,
  )
  return tellingOf(endpointId, rows)
}

export function tellingOf(endpointId: string, rows: Begun[]): Telling | undefined {
  const [first] = rows
  if (!first) return undefined
  const { delivery_id: id, url, message } = first
  return { id, endpointId, url, message, secrets: rows.map((row) => ({ id: row.secret_id, sealed: bytesFrom(row.sealed) })) }
}

/** The statement that says how an attempt went. */
export const noted = (deliveryId: string, delivered: boolean, code: string): SQL =>
  sql`select app.note_delivery(${deliveryId}, ${delivered}, ${code})`

export async function noteFailure(scope: Scope, deliveryId: string, code: string): Promise<void> {
  await within(scope).execute(noted(deliveryId, false, code))
}
