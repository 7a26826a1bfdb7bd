import { sql } from 'drizzle-orm'
import type { SignedCheckpoint } from '#worker/audit/rules/checkpoint.ts'
import type { Covered } from '#worker/customer/rules/chain-file.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { type Begun, tellingOf } from '#worker/webhooks/queries/outbound.ts'
import type { Telling } from '#worker/webhooks/tell.ts'

type Row = { number: string; at: string; document: string; chain: string; seq: string; hash: string }
type Event = { endpointId: string; eventId: string }

/** Where the chain of the endpoint's tenant stood in the checkpoint that the event is of. */
export async function checkpointToTell(scope: Scope, { endpointId, eventId }: Event): Promise<Covered | undefined> {
  const { rows } = await within(scope, { readOnly: true }).execute<Row>(
    sql`select number, at, document, chain, seq, hash from app.checkpoint_to_tell(${endpointId}, ${eventId})`,
  )
  const [row] = rows
  return row && { ...row, number: Number(row.number), at: new Date(row.at), seq: Number(row.seq) }
}

/** An attempt, counted, with what is signed in it; at a further one, what was signed at the first. The database refuses a word that its
 *  checkpoint does not say (`IM510`). */
export async function beginCheckpoint(
  scope: Scope,
  { jobId, endpointId, eventId, signed }: Event & { jobId: string; signed: SignedCheckpoint },
): Promise<Telling | undefined> {
  const { rows } = await within(scope).execute<Begun>(
    sql`select delivery_id, url, message, secret_id, encode(sealed, 'hex') as sealed
        from app.begin_checkpoint(${jobId}, ${endpointId}, ${eventId}, ${JSON.stringify(signed)}::jsonb)`,
  )
  return tellingOf(endpointId, rows)
}
