import type pg from 'pg'

type Thing = { dropped: string; made: string }

/**
 * Loads into tables without their foreign keys and plain indexes, and makes them again when all rows are there: sorted at once and compared
 * as sets, instead of row by row. What is unique stays, the entries of the search are met by it. In the transaction of the load, so that
 * nobody ever sees the tables bare.
 */
export async function bare<T>(client: pg.Client, tables: readonly string[], load: () => Promise<T>): Promise<T> {
  const keys = (await client.query<Thing>(KEYS, [tables])).rows
  const indexes = (await client.query<Thing>(INDEXES, [tables])).rows
  for (const { dropped } of [...keys, ...indexes]) await client.query(dropped)
  const loaded = await load()
  await client.query("set local maintenance_work_mem = '256MB'")
  for (const { made } of [...indexes, ...keys]) await client.query(made)
  return loaded
}

const KEYS = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as dropped,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as made
  from pg_constraint where contype = 'f' and conrelid = any ($1::regclass[]) order by conrelid::regclass::text, conname`

const INDEXES = `
  select format('drop index %s', indexrelid::regclass) as dropped, pg_get_indexdef(indexrelid) as made
  from pg_index where not indisunique and indrelid = any ($1::regclass[]) order by indexrelid::regclass::text`
