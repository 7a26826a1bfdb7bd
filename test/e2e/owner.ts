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

/** A letter of the portal that could not be sent and was given up. */
export async function aDiscardedLetter(to: string): Promise<string> {
  const rows = await owner<{ id: string }>(
    `insert into app.job (id, kind, max_attempts, attempts, state, last_error, finished_at, args)
     values (app.new_id('pjob'), 'mail', 8, 8, 'discarded', 'MAIL_HTTP_503', now(), jsonb_build_object('letter', 'role.changed', 'to', $1::text, 'about', $1::text))
     returning id`,
    [to],
  )
  return rows[0]?.id ?? ''
}

/** Something that somebody was told, the latest of theirs. */
export async function aNotification(userId: string): Promise<string> {
  const rows = await owner<{ id: string }>(
    `insert into app.notification (id, user_id, event_id, notice, category, severity, title, sentence, link, entity_ids)
     values (app.new_id('ntf'), $1, app.new_id('evt'), 'job.discarded', 'JOBS', 'HIGH', 'A background job was given up',
       'A background job of the Operations Portal was given up and waits for somebody to look at it.', '/impersonations', array['pjob_0123456789ABCDEFGHJK']) returning id`,
    [userId],
  )
  return rows[0]?.id ?? ''
}
