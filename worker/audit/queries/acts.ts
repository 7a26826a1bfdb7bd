import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { trail } from '#drizzle/schema/audit.ts'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Reads } from '#worker/audit/policy.ts'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { filterForTrail, type TrailFilter } from '#worker/audit/rules/filter.ts'
import type { TrailTurn } from '#worker/audit/rules/place.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** Names of their own, because columns of one name cannot stand beside each other in a CTE. */
export const actRow = {
  chain: trail.chain,
  seq: trail.seq,
  at: trail.at,
  operatorId: trail.operatorId,
  operatorName: sql<string | null>`${internalUsers.name}`.as('operator_name'),
  operatorRole: sql<Role | null>`${trail.operatorRole}`.as('operator_role'),
  tenantId: trail.tenantId,
  tenantName: sql<string | null>`${tenants.name}`.as('tenant_name'),
  sessionId: trail.sessionId,
  act: trail.act,
  sentence: trail.sentence,
  outcome: trail.outcome,
  entityType: trail.entityType,
}

/** Names of those of the staff whom the facts of a row name by their keys. */
export const named = sql<Record<string, string>>`(select coalesce(jsonb_object_agg(one.id, one.name), '{}') from ${internalUsers} one
  where one.id in (${trail.facts} ->> 'approver', ${trail.facts} ->> 'operator'))`.as('named')

const listed = { ...actRow, records: sql<number>`cardinality(${trail.entityIds})`.as('records') }

export type TrailAsk = {
  filter: TrailFilter
  turn: TrailTurn
  /** Row-level security decides what is read; this only tells which index serves. */
  reader: { id: string; role: Role; reads: Reads; zone: string }
  most: number
}

/** A page of the trail as this reader may know it, and the row about reading it, in one statement; beside it, in the same round trip,
 *  whom the reader may ask for. */
export async function listActs(scope: Scope, asked: TrailAsk) {
  const { reader } = asked
  const db = within(scope)
  const acts = db.$with('acts').as(
    db
      .select(listed)
      .from(trail)
      .leftJoin(internalUsers, eq(internalUsers.id, trail.operatorId))
      .leftJoin(tenants, eq(tenants.id, trail.tenantId))
      .where(matching(asked))
      .orderBy(...inOrder(asked.turn))
      .limit(asked.most),
  )
  const traced = db.$with('traced', {}).as(tracedAs('trail:list', asked.filter))
  const [rows, staff] = await db.batch([
    db.with(acts, traced).select().from(acts).orderBy(desc(acts.at), desc(acts.chain), desc(acts.seq)),
    db
      .select({ id: internalUsers.id, name: internalUsers.name })
      .from(internalUsers)
      .where(
        reader.reads === 'all'
          ? undefined
          : reader.reads === 'role'
            ? eq(internalUsers.role, reader.role)
            : eq(internalUsers.id, reader.id),
      )
      .orderBy(internalUsers.name, internalUsers.id)
      .limit(MOST_STAFF),
  ])
  return { rows, staff }
}
export type ListedAct = Awaited<ReturnType<typeof listActs>>['rows'][number]

const MOST_STAFF = 500

/** What matches, with what a table for other eyes needs, and the row about taking it out. */
export async function exportActs(scope: Scope, asked: TrailAsk) {
  const db = within(scope)
  const acts = db.$with('acts').as(
    db
      .select({
        ...listed,
        facts: trail.facts,
        reason: trail.reason,
        requestId: trail.requestId,
        ip: trail.ip,
        userAgent: trail.userAgent,
        hash: sql<string>`encode(${trail.hash}, 'hex')`.as('hash_hex'),
      })
      .from(trail)
      .leftJoin(internalUsers, eq(internalUsers.id, trail.operatorId))
      .leftJoin(tenants, eq(tenants.id, trail.tenantId))
      .where(matching(asked))
      .orderBy(...inOrder(asked.turn))
      .limit(asked.most),
  )
  const traced = db.$with('traced', {}).as(tracedAs('trail:export', asked.filter))
  return db.with(acts, traced).select().from(acts).orderBy(desc(acts.at), desc(acts.chain), desc(acts.seq))
}
export type ExportedAct = Awaited<ReturnType<typeof exportActs>>[number]

function matching({ filter, turn, reader }: TrailAsk): SQL | undefined {
  const { operator, tenant, act, outcome, entity, session, from, to } = filter
  const midnight = (day: string, days: number) => sql`((${day}::date + ${days}::integer)::timestamp at time zone ${reader.zone}::text)`
  return and(
    reader.reads === 'own' ? eq(trail.operatorId, reader.id) : undefined,
    // A lead's own acts in another role than the one they lead are found under their name.
    reader.reads === 'role' && operator !== reader.id ? eq(trail.operatorRole, reader.role) : undefined,
    operator === undefined ? undefined : eq(trail.operatorId, operator),
    // By id or by slug; the id also when the tenant is gone.
    tenant === undefined
      ? undefined
      : // Wrapped, so that it is reckoned before: under row-level security no `coalesce` becomes a condition of an index.
        sql`${trail.tenantId} = (select coalesce((select named.id from ${tenants} named where named.slug = ${tenant}), ${tenant}))`,
    act === undefined ? undefined : eq(trail.act, act),
    outcome === undefined ? undefined : eq(trail.outcome, outcome),
    entity === undefined ? undefined : about(entity),
    session === undefined ? undefined : eq(trail.sessionId, session),
    from === undefined ? undefined : sql`${trail.at} >= ${midnight(from, 0)}`,
    to === undefined ? undefined : sql`${trail.at} < ${midnight(to, 1)}`,
    beyond(turn),
  )
}

/** Rows that speak of a record. The database finds their places by the index on the ids, which row-level security keeps from a query. */
export const about = (entityId: string): SQL =>
  sql`(${trail.chain}, ${trail.seq}) in (select place.chain, place.seq from app.acts_about(${entityId}) place)`

const KEYS = sql`(${trail.at}, ${trail.chain}, ${trail.seq})`

export function beyond({ older, newer }: TrailTurn): SQL | undefined {
  const place = older ?? newer
  if (place === undefined) return undefined
  const values = sql`(${place.at.toISOString()}::timestamptz, ${place.chain}::text, ${place.seq}::bigint)`
  return older ? sql`${KEYS} < ${values}` : sql`${KEYS} > ${values}`
}

/** All three in one direction, so that an index on the time serves. */
export function inOrder({ newer, older }: TrailTurn): SQL[] {
  return newer && !older ? [asc(trail.at), asc(trail.chain), asc(trail.seq)] : [desc(trail.at), desc(trail.chain), desc(trail.seq)]
}

/** Which filter, and how many rows came; their ids would only repeat the trail in the trail. */
function tracedAs(act: 'trail:list' | 'trail:export', filter: TrailFilter): SQL {
  const { plain, hashed } = filterForTrail(filter)
  const hashes = Object.entries(hashed).map(
    ([name, value]) => sql` || jsonb_build_object(${name}::text, encode(sha256(convert_to(${value}::text, 'UTF8')), 'hex'))`,
  )
  return sql`insert into audit.trail (act, sentence, outcome, entity_type, facts)
    select ${act}, replace(${ACTS[act]}, '{n}', n.acts::text), 'read', 'trail',
           jsonb_build_object('acts', n.acts) || ${JSON.stringify(plain)}::jsonb${hashes.length === 0 ? sql`` : sql.join(hashes)}
    from (select count(*) as acts from acts) n`
}
