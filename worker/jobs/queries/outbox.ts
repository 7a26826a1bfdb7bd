import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { outbox } from '#drizzle/schema/portal-jobs.ts'
import { webhookEndpoints } from '#drizzle/schema/webhooks.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Following, Happening, Known } from '#worker/jobs/rules/consumers.ts'

/** Endpoints of the tenants that any waiting event is of. */
const MOST_ENDPOINTS = 5_000

/** The oldest events that nobody was told of yet. Not held: somebody else may tell them at the same time, and the database decides. */
export async function waitingEvents(scope: Scope, most: number): Promise<{ events: Happening[]; known: Known }> {
  const db = within(scope, { readOnly: true })
  const [events, endpoints, contacts] = await db.batch([
    db
      .select({ eventId: outbox.eventId, entity: outbox.entity, entityId: outbox.entityId, kind: outbox.kind, payload: outbox.payload })
      .from(outbox)
      .where(isNull(outbox.deliveredAt))
      .orderBy(asc(outbox.at), asc(outbox.eventId))
      .limit(most),
    // Of all that waits, not of the events above: this statement may see more than they do, never less.
    db
      .select({ endpointId: webhookEndpoints.id, tenantId: sql<string>`${webhookEndpoints.tenantId}` })
      .from(webhookEndpoints)
      .where(
        and(
          eq(webhookEndpoints.direction, 'OUT'),
          eq(webhookEndpoints.status, 'ACTIVE'),
          sql`${webhookEndpoints.tenantId} in (select o.payload ->> 'tenantId' from app.outbox o where o.delivered_at is null)`,
        ),
      )
      .limit(MOST_ENDPOINTS),
    db
      .select({ eventId: sql<string>`t.event_id`, contactId: sql<string>`t.contact_id` })
      .from(
        sql`app.contacts_to_tell(array(select o.event_id from app.outbox o where o.delivered_at is null and o.kind in ('session.started', 'session.requested'))) t`,
      ),
  ])
  return { events, known: { endpoints, contacts } }
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
