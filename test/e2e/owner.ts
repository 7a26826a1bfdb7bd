import pg from 'pg'
import { portal } from './portal.ts'

/** Arranges and inspects facts of the running portal as the owner of its database. */
export async function owner<Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(portal().ownerUrl)
  await client.connect()
  try {
    return (await client.query<Row>(text, params)).rows
  } finally {
    await client.end()
  }
}

/** Ends whatever a person of the cast left open, so that tests do not meet each other's sessions. */
export async function leaveAll(operatorId: string): Promise<void> {
  await owner(
    "update app.impersonation_session set ended_at = greatest(started_at, now()), end_reason = 'MANUAL' where operator_id = $1 and ended_at is null",
    [operatorId],
  )
}

/** Moves the person's open session so that it has so many seconds left. */
export async function leaveSeconds(operatorId: string, seconds: number): Promise<void> {
  await owner(
    'update app.impersonation_session set expires_at = now() + make_interval(secs => $2) where operator_id = $1 and ended_at is null',
    [operatorId, seconds],
  )
}
