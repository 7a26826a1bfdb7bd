import { asc, isNull, sql } from 'drizzle-orm'
import { outbox } from '#drizzle/schema/portal-jobs.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Following, Happening } from '#worker/jobs/rules/consumers.ts'

/** The oldest events that nobody was told of yet. Not held: somebody else may tell them at the same time, and the database decides. */
export function waitingEvents(scope: Scope, most: number): Promise<Happening[]> {
  return within(scope, { readOnly: true })
    .select({ eventId: outbox.eventId, entity: outbox.entity, entityId: outbox.entityId, kind: outbox.kind, payload: outbox.payload })
    .from(outbox)
    .where(isNull(outbox.deliveredAt))
    .orderBy(asc(outbox.at), asc(outbox.eventId))
    .limit(most)
}

/** Puts in what follows and marks the events, in one statement: told once, whoever else is telling. Answers how many were left to tell. */
export async function deliverEvents(scope: Scope, events: Happening[], jobs: (Following & { maxAttempts: number })[]): Promise<number> {
  const rows = jobs.map(({ eventId, kind, args, priority, dedup, maxAttempts }) => ({
    event_id: eventId,
    kind,
    args,
    priority,
    dedup,
    max_attempts: maxAttempts,
  }))
  const answer = await within(scope).execute<{ delivered: number }>(
    sql`select app.deliver_events(${sql.param(events.map(({ eventId }) => eventId))}::text[], ${JSON.stringify(rows)}::jsonb) as delivered`,
  )
  return answer.rows[0]?.delivered ?? 0
}
