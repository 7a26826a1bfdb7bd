import { sql } from 'drizzle-orm'
import { type CustomerScope, looked, whoAsks } from '#worker/customer/queries/asking.ts'
import type { ChainRow, Covered } from '#worker/customer/rules/chain-file.ts'
import { MOST_ROWS } from '#worker/customer/rules/words.ts'

type Row = {
  chain: string
  seq: string | null
  prev: string
  hash: string
  canonical: string | null
  shown: Record<string, unknown> | null
}

/** The tenant's chain behind a number, as far as the reader may know it; every row has its seal. Taking it is an act of its own. */
export async function readChain(scope: CustomerScope, after: number): Promise<{ chain: string; rows: ChainRow[] }> {
  const rows = await looked<Row>(
    scope,
    sql`select chain, seq, prev, hash, canonical, shown from app.customer_trail(${whoAsks(scope)}, ${after}, ${MOST_ROWS})`,
  )
  return {
    chain: rows[0]?.chain ?? '',
    rows: rows.flatMap(({ seq, prev, hash, canonical, shown }) =>
      seq === null ? [] : [{ seq: Number(seq), prev, hash, canonical, shown }],
    ),
  }
}

type CoveredRow = { number: string; at: string; document: string; chain: string; seq: string; hash: string }

/** Where the chain stood in the last checkpoint that speaks of it; undefined before the first. */
export async function lastCheckpoint(scope: CustomerScope): Promise<Covered | undefined> {
  const [row] = await looked<CoveredRow>(
    scope,
    sql`select number, at, document, chain, seq, hash from app.customer_checkpoint(${whoAsks(scope)})`,
  )
  return row && { ...row, number: Number(row.number), at: new Date(row.at), seq: Number(row.seq) }
}
