import { and, desc, eq, sql } from 'drizzle-orm'
import { trail } from '#drizzle/schema/audit.ts'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { about, actRow, beyond, inOrder, named } from '#worker/audit/queries/acts.ts'
import { ACTS } from '#worker/audit/rules/acts.ts'
import type { TrailPlace } from '#worker/audit/rules/place.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** The most acts one page of a record's history shows. */
export const HISTORY_PAGE = 50

type HistoryAsk = { entityId: string; tenantId: string | undefined; older: TrailPlace | undefined }

/** What was done to one record and who looked at it, the latest first, as far as this reader may know; and the row about reading it.
 *  A record of which this reader knows no act is a record they do not know of. `tenantId` keeps to one tenant's chain, the record's own. */
export async function readHistory(scope: Scope, { entityId, tenantId, older }: HistoryAsk) {
  const db = within(scope)
  const turn = older === undefined ? {} : { older }
  const acts = db.$with('acts').as(
    db
      .select({ ...actRow, entityIds: trail.entityIds, facts: trail.facts, named, reason: trail.reason })
      .from(trail)
      .leftJoin(internalUsers, eq(internalUsers.id, trail.operatorId))
      .leftJoin(tenants, eq(tenants.id, trail.tenantId))
      .where(
        and(
          tenantId === undefined ? undefined : eq(trail.tenantId, tenantId),
          about(entityId),
          // Who looked at its history did nothing with the record.
          sql`${trail.entityType} is distinct from 'record'`,
          beyond(turn),
        ),
      )
      .orderBy(...inOrder(turn))
      .limit(HISTORY_PAGE),
  )
  const traced = db.$with('traced', {}).as(sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    select 'trail:read', replace(${ACTS['trail:read']}, '{n}', n.acts::text),
           case when n.acts > 0 or ${older !== undefined} then 'read' else 'not_found' end, 'record', array[${entityId}::text],
           jsonb_build_object('acts', n.acts)
    from (select count(*) as acts from acts) n`)
  return db.with(acts, traced).select().from(acts).orderBy(desc(acts.at), desc(acts.chain), desc(acts.seq))
}
export type HistoryAct = Awaited<ReturnType<typeof readHistory>>[number]
