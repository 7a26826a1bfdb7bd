import { is, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type AnyPgColumn, PgColumn } from 'drizzle-orm/pg-core'
import { classOf, type DataClass, type HiddenClass, type HiddenColumns } from '#drizzle/schema/classes.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { type Hidden, shows } from '#worker/tenant/rules/masking.ts'

/** The one serializer of tenant content: a row leaves `db/` only as its reader may see it. The type follows the classification, so a
 *  view that forgets that a name may be hidden does not compile. */
export type Field = AnyPgColumn | Named<DataClass, unknown>
export type Fields = Record<string, Field>

export type Named<C extends DataClass, T> = { name: string; class: C; sql: SQL.Aliased<T>; decode: (value: unknown) => unknown }

type MayBeHidden<F> =
  F extends Named<infer C, unknown>
    ? C extends HiddenClass
      ? true
      : false
    : F extends PgColumn<infer Config>
      ? Config['tableName'] extends keyof HiddenColumns
        ? Config['name'] extends HiddenColumns[Config['tableName']]
          ? true
          : false
        : true
      : true

type ValueOf<F> =
  F extends Named<DataClass, infer T>
    ? T
    : F extends PgColumn<infer Config>
      ? Config['data'] | (Config['notNull'] extends true ? never : null)
      : never

export type Shown<F extends Fields> = { [K in keyof F]: ValueOf<F[K]> | (MayBeHidden<F[K]> extends true ? Hidden : never) }

type ColumnValue<C extends AnyPgColumn> = C['_']['data'] | null
type ColumnClass<C extends AnyPgColumn> = MayBeHidden<C> extends true ? 'personal' : 'internal'

/** A column of a joined table under a name of its own. It may be missing, and keeps the class it has at home. */
export function joined<C extends AnyPgColumn>(name: string, column: C): Named<ColumnClass<C>, ColumnValue<C>> {
  return {
    name,
    class: classOf(column) as ColumnClass<C>,
    sql: sqlOf<ColumnValue<C>>(column).as(name),
    decode: decoderOf(column),
  }
}

/** Something reckoned in SQL: a count, a flag. It says its own class. Wrapped once more, because in a select from one table drizzle drops
 *  the table's name from columns on the outside of an expression: a sub-select would then compare its own columns. */
export function reckoned<T, C extends DataClass>(name: string, dataClass: C, expression: SQL<T>): Named<C, T> {
  return { name, class: dataClass, sql: sql<T>`${expression}`.as(name), decode: (value) => value }
}

/** What drizzle selects for these fields. */
export function selectionOf(fields: Fields): Record<string, AnyPgColumn | SQL.Aliased> {
  return Object.fromEntries(Object.entries(fields).map(([property, field]) => [property, isColumn(field) ? field : field.sql]))
}

/** From rows as PostgreSQL put them into JSON to rows as this reader may see them; what nobody classified stays hidden. */
export function present<F extends Fields>(
  fields: F,
  rows: Record<string, unknown>[],
  reader: { role: Role; inSession: boolean },
): Shown<F>[] {
  const columns = columnsFor(fields, reader)
  return rows.map((row) => {
    const shown: Record<string, unknown> = {}
    for (const [property, name, shownAs] of columns) {
      const value = row[name]
      shown[property] = value === null || value === undefined ? null : shownAs(value)
    }
    return shown as Shown<F>
  })
}

type Column = readonly [property: string, name: string, shownAs: (value: unknown) => unknown]

/** What each reader sees of these fields: the same for every row and every request. */
const known = new WeakMap<Fields, Map<string, Column[]>>()

function columnsFor(fields: Fields, reader: { role: Role; inSession: boolean }): Column[] {
  const byReader = known.get(fields) ?? new Map<string, Column[]>()
  known.set(fields, byReader)
  const name = `${reader.role} ${reader.inSession}`
  const before = byReader.get(name)
  if (before) return before
  const columns = Object.entries(fields).map(([property, field]) => {
    const [dataClass, decode] = isColumn(field) ? [classOf(field), decoderOf(field)] : [field.class, field.decode]
    const shownAs = shows(reader, dataClass) ? decode : () => ({ hidden: dataClass }) as Hidden
    return [property, field.name, shownAs] as const
  })
  byReader.set(name, columns)
  return columns
}

const isColumn = (field: Field): field is AnyPgColumn => is(field, PgColumn)

function decoderOf(column: AnyPgColumn): (value: unknown) => unknown {
  return (value) => column.mapFromDriverValue(value as never)
}

function sqlOf<T>(column: SQLWrapper): SQL<T> {
  return sql`${column}` as SQL<T>
}
