import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import { answered } from '#worker/db/answered.ts'
import { look } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { type Act, type Outcome, primaryKey, readable, rememberedRows, trace } from '#worker/db/trace.ts'

/** A new row as a value. It comes where nothing stands yet; where something stands, it is refused, or takes its place (`replaces`). */
export type Add<T extends PgTable> = {
  table: T
  row: PgInsertValue<T>
  /** The row it follows or replaces: what the trail shows as before. */
  follows?: SQL | undefined
  /** It comes only behind the row it follows: no such row, no new one. */
  onlyBehind?: boolean
  /** What must hold besides, or it is refused. */
  only?: SQL | undefined
  /** Statements over the CTE `changed`, each `… returning 1`: events and jobs of the same transaction. */
  also?: SQL[]
  /** A row with the same `key` is not in the way but gets the new values of `columns`. */
  replaces?: { key: AnyPgColumn[]; columns: (keyof T['$inferInsert'] & string)[] }
}

export function add<T extends PgTable>(table: T, rest: Omit<Add<T>, 'table'>): Add<T> {
  return { table, ...rest }
}

/** The row that stood before (`seen`), the new one (`changed`) and the trail row: one statement, one transaction, one answer per key.
 *  Two who add the same at once cannot both win: a unique index decides. */
export async function addWithTrail<T extends PgTable>(
  scope: Scope,
  ask: Ask,
  act: Act,
  asked: Add<T>,
): Promise<Outcome<T['$inferSelect']>> {
  return answered(
    scope,
    ask,
    () => once(scope, ask, act, asked),
    (answer) => rememberedRows(scope, asked.table, answer),
  )
}

async function once<T extends PgTable>(scope: Scope, ask: Ask, act: Act, asked: Add<T>): Promise<Outcome<T['$inferSelect']>> {
  const { table, row } = asked
  const db = within(scope, { ask })
  const seen = look.$with('seen').as(
    look
      .select(readable(table))
      .from(table as PgTable)
      .where(asked.follows ?? sql`false`),
  )
  const changed = db.$with('changed', readable(table)).as(inserting(asked))
  const outcome = sql`case when n.changed = 0 then 'refused' else 'done' end`
  const moved = (asked.also ?? []).map((statement, i) => db.$with(`also_${i}`, {}).as(statement))
  const traced = db.$with('traced', {}).as(trace(act, { table, ids: 'changed', outcome, set: row, siblings: moved.length }))
  const rows = (await db
    .with(seen, changed, ...moved, traced)
    .select()
    .from(changed)) as T['$inferSelect'][]
  return rows.length === 0 ? { ok: false, because: 'refused', refused: [] } : { ok: true, changed: rows, refused: [] }
}

function inserting<T extends PgTable>({ table, row, onlyBehind = false, only, replaces }: Add<T>): SQL {
  const columns = getTableColumns(table) as Record<string, AnyPgColumn>
  const given = Object.entries(row as Record<string, unknown>).map(([property, value]) => {
    const column = columns[property]
    if (!column) throw new Error(`no column for ${property}`)
    // The cast says what the driver's text is; a parameter of a bare select has no type of its own.
    return { column, value: value instanceof Object && 'queryChunks' in value ? (value as SQL) : cast(value, column) }
  })
  const names = (list: AnyPgColumn[]) =>
    sql.join(
      list.map((each) => sql.identifier(each.name)),
      sql`, `,
    )
  // The values once more, not `excluded`: that would ask for the right to read what may only be written.
  const replaced = given.filter(({ column }) => replaces?.columns.some((property) => columns[property] === column))
  const conflict =
    replaces === undefined
      ? sql`do nothing`
      : sql`(${names(replaces.key)}) do update set ${sql.join(
          replaced.map(({ column, value }) => sql`${sql.identifier(column.name)} = ${value}`),
          sql`, `,
        )}`
  return sql`insert into ${table} (${names(given.map(({ column }) => column))})
    select ${sql.join(
      given.map(({ value }) => value),
      sql`, `,
    )} ${onlyBehind ? sql`from seen` : sql``} ${only === undefined ? sql`` : sql`where ${only}`}
    on conflict ${conflict} returning ${names([primaryKey(table), ...Object.values(readable(table)).filter((each) => !each.primary)])}`
}

const cast = (value: unknown, column: AnyPgColumn): SQL => sql`${sql.param(value, column)}::${sql.raw(column.getSQLType())}`
