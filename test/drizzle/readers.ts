import pg from 'pg'
import type { Ask } from './asking.ts'

/** Readings of tenant content as `readWithTrail` makes them: enter, then page and trail row in one statement, each in a transaction. */
export type Tally = { read: number; refused: number; other: string[] }

export async function connectedTo<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(async (text, params = []) => (await client.query(text, params)).rows)
  } finally {
    await client.end()
  }
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
