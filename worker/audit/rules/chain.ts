/** What anybody can check who holds rows of the trail: no key, no database. The seal (drizzle/migrations/0003_trail.sql) made
 *  `hash = SHA-256(prev ‖ canonical)`, with the canonical text as UTF-8. */
/** Hashes as hexadecimal text. */
export type Sealed = { prev: string; hash: string; canonical: string }
export type Link = Sealed & { chain: string; seq: number; at: Date }

/** `holds`: sealed as shown. `hash`: text and hash do not belong together. `words`: the columns say something else than the sealed text.
 *  `link`: the row before is not the one this row was sealed upon. */
export type Finding = 'holds' | 'hash' | 'words' | 'link'

/** What the first row of a chain is sealed upon. */
export const START = '00'.repeat(32)

export async function sealOf({ prev, canonical }: Pick<Sealed, 'prev' | 'canonical'>): Promise<string> {
  const text = new TextEncoder().encode(canonical)
  const before = bytesOf(prev)
  const bytes = new Uint8Array(before.length + text.length)
  bytes.set(before)
  bytes.set(text, before.length)
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/** One row by itself: `columns` is what the database says today, `before` the hash of the row before it where the reader has it. */
export async function findingOf(row: Sealed & { seq: number; columns: unknown }, before?: string | null): Promise<Finding> {
  if ((await sealOf(row)) !== row.hash) return 'hash'
  if (!saysTheSame(row.canonical, row.columns)) return 'words'
  const upon = row.seq === 1 ? START : (before ?? row.prev)
  return upon === row.prev ? 'holds' : 'link'
}

/** A run of one chain, in its order: the first number that is not as it was written, or undefined. */
export async function firstFault(rows: readonly Link[]): Promise<{ seq: number; because: 'hash' | 'link' | 'gap' | 'time' } | undefined> {
  let before: Link | undefined
  for (const row of rows) {
    const { seq } = row
    if ((await sealOf(row)) !== row.hash) return { seq, because: 'hash' }
    if (before !== undefined && (seq !== before.seq + 1 || row.chain !== before.chain)) return { seq, because: 'gap' }
    const upon = before?.hash ?? (seq === 1 ? START : row.prev)
    if (upon !== row.prev) return { seq, because: 'link' }
    if (before !== undefined && row.at < before.at) return { seq, because: 'time' }
    before = row
  }
  return undefined
}

/** Compares by the keys of the sealed text, so that a column added years later does not accuse old rows. */
function saysTheSame(canonical: string, columns: unknown): boolean {
  const sealed = parsed(canonical)
  if (typeof sealed !== 'object' || sealed === null || typeof columns !== 'object' || columns === null) return false
  const today = columns as Record<string, unknown>
  return Object.entries(sealed).every(([name, value]) => alike(value, today[name], name))
}

function alike(a: unknown, b: unknown, name = ''): boolean {
  if (name === 'at') return Date.parse(String(a)) === Date.parse(String(b))
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, i) => alike(each, b[i]))
  if (typeof a !== 'object' || a === null) return a === b
  if (typeof b !== 'object' || b === null || Array.isArray(b)) return false
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((each) => alike(one[each], other[each]))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
