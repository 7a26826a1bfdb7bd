/** One row of the tenant's chain. Without `shown` it is withheld as a whole; with the sealed text (`canonical`) anybody can make its hash. */
export type ChainRow = {
  seq: number
  prev: string
  hash: string
  canonical: string | null
  shown: Record<string, unknown> | null
}

/** Where a chain stood in a checkpoint; `document` is the hash of that checkpoint's own text. */
export type Covered = { number: number; at: Date; document: string; chain: string; seq: number; hash: string }

/** One line per row, in the order of the chain: what docs/design/customer.md promises. */
export function linesOf(chain: string, rows: readonly ChainRow[]): string {
  return rows
    .map(({ seq, prev, hash, canonical, shown }) => {
      const known = shown === null ? { withheld: true } : { shown, ...(canonical === null ? {} : { canonical }) }
      return `${JSON.stringify({ chain, seq, prev, hash, ...known })}\n`
    })
    .join('')
}

/** What binds us to the lines before it: whoever holds the file can show what it was that we said each seal stands for. */
export function closingOf({
  chain,
  after,
  rows,
  at,
  sha256,
}: {
  chain: string
  after: number
  rows: readonly ChainRow[]
  at: Date
  sha256: string
}) {
  return JSON.stringify({
    kind: 'portal-customer-trail',
    version: 1,
    chain,
    after,
    to: rows.at(-1)?.seq ?? after,
    rows: rows.length,
    at: at.toISOString(),
    sha256,
  })
}

/** A checkpoint's word on one chain. The whole of a checkpoint names every tenant, so it is not the customer's to have. */
export function wordOn({ number, at, document, chain, seq, hash }: Covered): string {
  return JSON.stringify({
    kind: 'portal-chain-checkpoint',
    version: 1,
    number,
    at: at.toISOString(),
    checkpoint: document,
    chain,
    seq,
    hash,
  })
}
