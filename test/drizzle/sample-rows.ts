import { createHash } from 'node:crypto'
import type { AnswerKey } from '#drizzle/sample/answer-key.ts'
import { columnsOf, encode } from '#drizzle/sample/copy.ts'
import { type Row, type Rows, TABLE_KEYS, type TableKey } from '#drizzle/sample/rows.ts'
import { type SampleOptions, sample } from '#drizzle/sample/sample.ts'

/** The whole sample in memory: profile S is small enough. */
export function everything(options: SampleOptions): { rows: Rows; key: AnswerKey } {
  const rows = Object.fromEntries(TABLE_KEYS.map((key) => [key, []])) as unknown as Rows
  const parts = sample(options)
  for (;;) {
    const part = parts.next()
    if (part.done) return { rows, key: part.value }
    for (const [key, some] of Object.entries(part.value) as [TableKey, never[]][]) for (const row of some) rows[key].push(row)
  }
}

/** One hash over every byte that would be loaded. */
export function fingerprint(rows: Rows): string {
  const hash = createHash('sha256')
  for (const key of TABLE_KEYS) for (const chunk of encode(columnsOf(key, rows[key][0] as Row<typeof key>), rows[key])) hash.update(chunk)
  return hash.digest('hex')
}
