import { createHash } from 'node:crypto'
import type { EditedPack, Row } from './tampering.ts'

/** The row of a chain with this number. */
export function rowOf({ rows }: EditedPack, chain: string, seq: number): Row {
  const row = rows.find((each) => each.chain === chain && each.seq === seq)
  if (!row) throw new Error(`no row ${seq} of ${chain}`)
  return row
}

export const says = (row: Row, from: string, to: string) => {
  if (!row.canonical.includes(from)) throw new Error(`the row does not say ${from}`)
  row.canonical = row.canonical.replace(from, to)
}

export const seal = (row: Row) => {
  row.hash = createHash('sha256').update(Buffer.from(row.prev, 'hex')).update(row.canonical).digest('hex')
}

/** Seals a chain anew from a row on, so that it holds in itself. */
export function sealAnew({ rows }: EditedPack, chain: string, from: number) {
  const own = rows.filter((row) => row.chain === chain)
  for (const [i, row] of own.entries()) {
    if (row.seq < from) continue
    const prev = own[i - 1]?.hash ?? '00'.repeat(32)
    row.canonical = row.canonical.replace(`\\\\x${row.prev}`, `\\\\x${prev}`)
    row.prev = prev
    seal(row)
  }
}

export function cut(pack: EditedPack, keeps: (row: Row) => boolean) {
  pack.rows = pack.rows.filter(keeps)
}
