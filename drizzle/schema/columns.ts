import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, check, type ExtraConfigColumn, text, timestamp } from 'drizzle-orm/pg-core'

/** Instants have millisecond precision everywhere: a keyset place travels through a JavaScript Date and must name its row exactly. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** Readable, time-ordered text keys (worker/rules/ids.ts). */
export const key = (name = 'id') => text(name)

/** A status column is `text` with a CHECK from its word list: under row-level security a pg enum never becomes an index condition,
 *  because its operators are not leakproof. */
export const oneOf = (name: string, column: AnyPgColumn, words: readonly string[]) => check(name, sql`${column} in (${literals(words)})`)

/** Any of a list of words, at least one, each known. */
export const someOf = (name: string, column: AnyPgColumn, words: readonly string[]) =>
  check(name, sql`cardinality(${column}) > 0 and ${column} <@ array[${literals(words)}]`)

const literals = (words: readonly string[]): SQL => sql.raw(words.map((word) => `'${word}'`).join(', '))

/** For indexes that serve `order by … desc`: drizzle's own `.desc()` means NULLS LAST in an index and NULLS FIRST in a query, and then
 *  PostgreSQL sorts the whole table instead of reading the index. */
export const newest = (column: ExtraConfigColumn) => column.desc().nullsFirst()
