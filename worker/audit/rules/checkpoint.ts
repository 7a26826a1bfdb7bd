import { sealOf } from '#worker/audit/rules/chain.ts'

/** Where every chain that moved stands, at one moment: signed and put outside the database, where whoever owns the database cannot
 *  rewrite it. What each field promises: docs/design/evidence.md. */
export type Head = { chain: string; seq: number; hash: string }
export type Last = { number: number; slot: string; hash: string }
export type CheckpointState = { now: string; last: Last | null; heads: Head[]; withheld: string[] }

/** The signed text is kept as text: whoever checks it hashes what was signed, not what a parser made of it. */
export type SignedCheckpoint = { document: string; keyId: string; signature: string }

/** What the first one follows. */
const START = '00'.repeat(32)
const SLOT_MS = 5 * 60_000
/** The newest is late after this: two were missed, and the one before them is as old as it gets. */
export const LATE_MINUTES = 15

/** In an address. Nine digits are eight thousand years. */
export const CHECKPOINT_NUMBER = /^[1-9]\d{0,8}$/
/** The most chains that are listed as not signed yet: more say the same. */
export const MOST_UNCOVERED = 100

/** The five minutes an instant lies in, by their beginning. */
export const slotOf = (at: Date): string => new Date(Math.floor(at.getTime() / SLOT_MS) * SLOT_MS).toISOString()

/** Also where there is none at all. */
export const isLate = (newest: Date | undefined, now: Date): boolean =>
  newest === undefined || now.getTime() - newest.getTime() >= LATE_MINUTES * 60_000

/** In storage they sort by number. */
export const storageKeyOf = (number: number): string => `checkpoints/${String(number).padStart(10, '0')}.json`

export function documentOf({ now, last, heads, withheld }: CheckpointState, { slot, appVersion }: { slot: string; appVersion: string }) {
  const number = (last?.number ?? 0) + 1
  const document = JSON.stringify({
    kind: 'portal-checkpoint',
    version: 1,
    number,
    previous: last?.hash ?? START,
    slot,
    at: new Date(now).toISOString(),
    appVersion,
    heads: heads.map(({ chain, seq, hash }) => ({ chain, seq, hash })),
    withheld,
  })
  return { number, document }
}

/** The next one names this one by it. */
export const hashOf = (document: string): Promise<string> => sealOf({ prev: '', canonical: document })

/** As it came from outside: anything may stand there. */
export function signedFrom(text: string): SignedCheckpoint | undefined {
  try {
    const { document, keyId, signature } = JSON.parse(text) as Record<string, unknown>
    const isOne = typeof document === 'string' && typeof keyId === 'string' && typeof signature === 'string'
    return isOne ? { document, keyId, signature } : undefined
  } catch {
    return undefined
  }
}
