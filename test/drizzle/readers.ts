import pg from 'pg'
import { databaseOf } from '#dev/databases.ts'
import type { Ask } from './asking.ts'

/** Readings of tenant content as `readWithTrail` makes them: enter, then page and trail row in one statement, each in a transaction. */
export type Tally = { read: number; refused: number; other: string[] }

const pools = new Map<string, pg.Pool>()
const over =
  (client: pg.ClientBase): Ask =>
  async (text, params = []) =>
    (await client.query(text, params)).rows

/** A connection that nobody else asks over meanwhile, and that knows nothing of whoever had it before. It is kept for the next: to open one,
 *  and to read the catalogue and all functions once more, takes longer than most of what is asked over it. */
export async function connectedTo<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await poolOf(url).connect()
  let forgotten = false
  try {
    const result = await work(over(client))
    // Refused in a transaction that is still open: such a one is not kept.
    forgotten = await client.query('discard all').then(
      () => true,
      () => false,
    )
    return result
  } finally {
    client.release(!forgotten)
  }
}

/** For those who leave more behind than a connection can forget. */
export async function connectedAnew<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(over(client))
  } finally {
    await client.end()
  }
}

/** What is kept of a database that is about to be dropped or copied: nobody may be connected to it then. */
export async function letGoOf(database: string) {
  const gone = [...pools].filter(([url]) => databaseOf(url) === database)
  for (const [url] of gone) pools.delete(url)
  await Promise.all(gone.map(([, pool]) => pool.end()))
}

function poolOf(url: string): pg.Pool {
  const known = pools.get(url)
  if (known) return known
  const pool = new pg.Pool({ connectionString: url, max: 60, connectionTimeoutMillis: 10_000, allowExitOnIdle: true })
  pool.on('error', () => {}) // one that was ended while nobody had it
  pools.set(url, pool)
  return pool
}

/** Reads until the session is over (IM401), or until told to stop; every other refusal is kept, because there should be none. */
export async function readUntilOver(
  url: string,
  { sessionKey, loginKey }: { sessionKey: string; loginKey: string },
  { isOver = () => false }: { isOver?: () => boolean } = {},
): Promise<Tally> {
  const tally: Tally = { read: 0, refused: 0, other: [] }
  await connectedTo(url, async (ask) => {
    while (!isOver() && tally.refused === 0 && tally.other.length === 0) {
      try {
        await ask('begin')
        await reading(ask, sessionKey, loginKey)
        await ask('commit')
        tally.read += 1
      } catch (error) {
        await ask('rollback')
        const code = error instanceof pg.DatabaseError ? (error.code ?? 'none') : 'none'
        if (code === 'IM401') tally.refused += 1
        else tally.other.push(code)
      }
    }
  })
  return tally
}

export async function reading(ask: Ask, sessionKey: string, loginKey: string) {
  await ask("select from app.enter($1, $2, '{}')", [sessionKey, loginKey])
  await ask(`with page as materialized (select id from "case"),
    traced as (insert into audit.trail (act, sentence, outcome, entity_type, entity_ids)
      select 'case:list', 'Read a page of cases.', 'read', 'case', array(select id from page))
    select id from page`)
}
