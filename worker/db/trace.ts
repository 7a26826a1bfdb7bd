import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core'
import { classOf } from '#drizzle/schema/classes.ts'
import { ACTS, type ActName } from '#worker/audit/rules/acts.ts'
import type { Remembered } from '#worker/db/answered.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** `about` names the record for the trail when no row is found; `partOf` one that the changed rows are part of, whose history tells of them, too;
 *  `tenantId` puts a staff act into that tenant's chain. */
export type Act = { act: ActName; about: string; partOf?: string; tenantId?: string; reason?: string }

export type Outcome<Row> = { ok: true; changed: Row[]; refused: Row[] } | { ok: false; because: 'not_found' | 'refused'; refused: Row[] }

type Traced = {
  table: PgTable
  /** The CTE whose records the trail row is about. */
  ids: 'seen' | 'changed'
  /** SQL over `n.seen` and `n.changed`, how many rows each has. */
  outcome: SQL
  /** By property: the columns that before and after show. */
  set: object
  siblings: number
}

/** Sibling CTEs run when somebody reads them: the trail row reads all others, so that it is written last and its chain's lock is
 *  taken last. */
export function trace(act: Act, { table, ids, outcome, set, siblings }: Traced): SQL {
  const waits = Array.from({ length: siblings }, (_, i) => sql`(select count(*) from ${sql.identifier(`also_${i}`)}) >= 0`)
  const chain = act.tenantId === undefined ? sql`` : sql`, tenant_id`
  const place = act.tenantId === undefined ? sql`` : sql`, ${act.tenantId}`
  const whole = act.partOf === undefined ? sql`` : sql` || array[${act.partOf}::text]`
  return sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, reason${chain})
    select ${act.act}, replace(${ACTS[act.act]}, '{n}', n.changed::text), ${outcome},
      ${getTableName(table)}, coalesce((select array_agg(${sql.identifier(primaryKey(table).name)}) from ${sql.identifier(ids)})${whole}, array[${act.about}]),
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

/** The rows of an answer that was given before, as they are now. */
export async function rememberedRows<T extends PgTable>(scope: Scope, table: T, answer: Remembered): Promise<Outcome<T['$inferSelect']>> {
  const rows = (await within(scope, { readOnly: true })
    .select(readable(table))
    .from(table as PgTable)
    .where(sql`${primaryKey(table)} = any(${sql.param(answer.entityIds)}::text[])`)) as T['$inferSelect'][]
  return answer.outcome === 'done' || answer.outcome === 'partly'
    ? { ok: true, changed: rows, refused: [] }
    : { ok: false, because: answer.outcome === 'not_found' ? 'not_found' : 'refused', refused: rows }
}

/** All columns but those that no login may read: a secret is not even asked back by who has just written it. */
export function readable(table: PgTable): Record<string, AnyPgColumn> {
  return Object.fromEntries(Object.entries(getTableColumns(table)).filter(([, column]) => classOf(column) !== 'secret'))
}

export function primaryKey(table: PgTable): AnyPgColumn {
  const key = Object.values(getTableColumns(table)).find((column) => column.primary)
  if (!key) throw new Error(`${getTableName(table)} has no single primary key`)
  return key
}
