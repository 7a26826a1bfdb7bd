import { createHash } from 'node:crypto'
import { getTableColumns } from 'drizzle-orm'
import { trail } from '#drizzle/schema/audit.ts'
import type { Row, Rows } from './rows.ts'

/** A row of the trail before it is sealed. */
export type Act = Omit<Row<'trail'>, 'chain' | 'seq' | 'prev' | 'hash' | 'canonical'>

/** Chains acts as the database does (drizzle/migrations/0003_trail.sql), which itself would stamp every row with the present. They come in
 *  the order of time, so that it never runs backwards within a chain. */
export function sealed(acts: readonly Act[]): Pick<Rows, 'trail' | 'trailHeads'> {
  const heads = new Map<string, Row<'trailHeads'>>()
  const rows = acts.map((act) => {
    const chain = act.tenantId === null ? `operator:${act.operatorId}` : `tenant:${act.tenantId}`
    const { seq, hash: prev } = heads.get(chain) ?? { seq: 0, hash: new Uint8Array(32) }
    const row = { chain, seq: seq + 1, prev, ...act }
    const canonical = JSON.stringify(columnsOf(row))
    const hash = new Uint8Array(createHash('sha256').update(prev).update(canonical).digest())
    heads.set(chain, { chain, seq: row.seq, hash, xact: null })
    return { ...row, hash, canonical }
  })
  return { trail: rows, trailHeads: [...heads.values()] }
}

/** As `to_jsonb` names and writes them. */
function columnsOf(row: object): Record<string, unknown> {
  const columns = getTableColumns(trail) as Record<string, { name: string }>
  return Object.fromEntries(
    Object.entries(row).map(([property, value]) => [
      columns[property]?.name,
      value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value,
    ]),
  )
}
