import { and, asc, eq, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { classOf } from '#drizzle/schema/classes.ts'
import { ACTS, type ActName } from '#worker/audit/rules/acts.ts'
import { answered } from '#worker/db/answered.ts'
import { look } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'

/** A change is a value: which rows are meant, what must hold, what becomes of them, what moves along. Only `withTrail` can run it.
 *  `also` are statements over the CTE `changed`, each `… returning 1`: counters and events of the same transaction. */
export type Change<T extends PgTable> = { table: T; which: SQL; only?: SQL | undefined; set: PgUpdateSetSource<T>; also?: SQL[] }

/** `about` names the record for the trail when no row is found; `tenantId` puts a staff act into that tenant's chain. */
export type Act = { act: ActName; about: string; tenantId?: string; reason?: string }

export type Outcome<Row> = { ok: true; changed: Row[]; refused: Row[] } | { ok: false; because: 'not_found' | 'refused'; refused: Row[] }

export function change<T extends PgTable>(table: T, rest: Omit<Change<T>, 'table'>): Change<T> {
  return { table, ...rest }
}

/** Locked rows (`seen`), the conditional update (`changed`), what moves along, and the trail row that says what came of it: one
 *  statement, one transaction, one answer per key. */
export async function withTrail<T extends PgTable>(
  scope: Scope,
  ask: Ask,
  act: Act,
  asked: Change<T>,
): Promise<Outcome<T['$inferSelect']>> {
  return answered(
    scope,
    ask,
    () => once(scope, ask, act, asked),
    async (answer) => {
      const id = primaryKey(asked.table)
      const rows = (await within(scope, { readOnly: true })
        .select()
        .from(asked.table as PgTable)
        .where(sql`${id} = any(${sql.param(answer.entityIds)}::text[])`)) as T['$inferSelect'][]
      return answer.outcome === 'done' || answer.outcome === 'partly'
        ? { ok: true, changed: rows, refused: [] }
        : { ok: false, because: answer.outcome === 'not_found' ? 'not_found' : 'refused', refused: rows }
    },
  )
}

async function once<T extends PgTable>(
  scope: Scope,
  ask: Ask,
  act: Act,
  { table, which, only, set, also = [] }: Change<T>,
): Promise<Outcome<T['$inferSelect']>> {
  const db = within(scope, { ask })
  const id = primaryKey(table)
  const seen = look.$with('seen').as(
    look
      .select()
      .from(table as PgTable)
      .where(which)
      .orderBy(asc(id))
      .for('update'),
  )
  const column = (name: string) => sql`${sql.identifier('seen')}.${sql.identifier(name)}`
  const changed = db.$with('changed').as(
    db
      .update(table)
      .set(set)
      .from(seen)
      .where(and(eq(id, column(id.name)), only))
      .returning(getTableColumns(table) as never),
  )
  const moved = also.map((statement, i) => db.$with(`also_${i}`, {}).as(statement))
  const traced = db.$with('traced', {}).as(trace(act, table, id, set, moved.length))
  const rows = (await db
    .with(seen, changed, ...moved, traced)
    .select()
    .from(seen)
    .leftJoin(changed, eq(sql`${sql.identifier('changed')}.${sql.identifier(id.name)}`, column(id.name)))) as unknown as {
    seen: T['$inferSelect']
    changed: T['$inferSelect'] | null
  }[]
  return outcomeOf(rows)
}

function outcomeOf<Row>(rows: { seen: Row; changed: Row | null }[]): Outcome<Row> {
  const changed = rows.flatMap((row) => (row.changed === null ? [] : [row.changed]))
  const refused = rows.flatMap((row) => (row.changed === null ? [row.seen] : []))
  if (changed.length > 0) return { ok: true, changed, refused }
  return { ok: false, because: rows.length === 0 ? 'not_found' : 'refused', refused }
}

/** Sibling CTEs run when somebody reads them: the trail row reads all others, so that it is written last and its chain's lock is
 *  taken last. */
function trace(act: Act, table: PgTable, id: AnyPgColumn, set: object, siblings: number): SQL {
  const waits = Array.from({ length: siblings }, (_, i) => sql`(select count(*) from ${sql.identifier(`also_${i}`)}) >= 0`)
  const chain = act.tenantId === undefined ? sql`` : sql`, tenant_id`
  const place = act.tenantId === undefined ? sql`` : sql`, ${act.tenantId}`
  return sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, reason${chain})
    select ${act.act}, replace(${ACTS[act.act]}, '{n}', n.changed::text),
      case when n.seen = 0 then 'not_found' when n.changed = 0 then 'refused' when n.changed < n.seen then 'partly' else 'done' end,
      ${getTableName(table)}, coalesce((select array_agg(${sql.identifier(id.name)}) from seen), array[${act.about}]),
      jsonb_build_object('before', ${picture('seen', table, set)}, 'after', ${picture('changed', table, set)}), ${act.reason ?? null}${place}
    from (select (select count(*) from seen) as seen, (select count(*) from changed) as changed) n
    ${waits.length === 0 ? sql`` : sql`where ${sql.join(waits, sql` and `)}`}`
}

/** Before and after of the columns that the change names, by record; what may be hidden from a reader never enters the trail. */
function picture(cte: 'seen' | 'changed', table: PgTable, set: object): SQL {
  const columns = getTableColumns(table)
  const pairs = Object.keys(set).flatMap((property) => {
    const column = columns[property] as AnyPgColumn | undefined
    if (!column || !['public', 'internal'].includes(classOf(column))) return []
    return [sql`${column.name}::text, ${sql.identifier(column.name)}`]
  })
  return sql`(select jsonb_object_agg(${sql.identifier(primaryKey(table).name)}, jsonb_build_object(${sql.join(pairs, sql`, `)})) from ${sql.identifier(cte)})`
}

function primaryKey(table: PgTable): AnyPgColumn {
  const key = Object.values(getTableColumns(table)).find((column) => column.primary)
  if (!key) throw new Error(`${getTableName(table)} has no single primary key`)
  return key
}
