import { asc, desc, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

type Place = { at: Date; id: string }
export type Turn = { older?: Place; newer?: Place }

/** The keyset of a list: which rows lie beyond a place, and in which order they are read. Both columns run in one direction, so that
 *  one index serves both. */
export function beyond({ older, newer }: Turn, createdAt: AnyPgColumn, id: AnyPgColumn): SQL | undefined {
  if (older) return sql`(${createdAt}, ${id}) < (${sql.param(older.at, createdAt)}::timestamptz, ${older.id})`
  if (newer) return sql`(${createdAt}, ${id}) > (${sql.param(newer.at, createdAt)}::timestamptz, ${newer.id})`
  return undefined
}

export function inOrder({ newer }: Turn, createdAt: AnyPgColumn, id: AnyPgColumn): SQL[] {
  return newer ? [asc(createdAt), asc(id)] : [desc(createdAt), desc(id)]
}

/** A page that was read upwards is shown downwards like every other. */
export function newestFirst<Row>({ newer }: Turn, rows: Row[]): Row[] {
  return newer ? rows.toReversed() : rows
}
