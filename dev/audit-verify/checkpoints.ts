import { createHash } from 'node:crypto'
import type { Faults } from './fault.ts'
import { judged, type Keys, signedFrom } from './keys.ts'

export type Head = { chain: string; seq: number; hash: string }
export type Checkpoint = { number: number; previous: string; at: string; heads: Head[]; withheld: string[] }

/** Where a chain stood, by number: what its rows are held against. `since` is the checkpoint before, so that it is known when it moved. */
export type Anchor = { seq: number; hash: string; checkpoint: number; at: string; since: string | undefined }

export type Anchors = { byChain: Map<string, Anchor[]>; count: number; first: string | undefined; last: string | undefined }

/** Reads the checkpoints in the order of their numbers: each signed, each naming the one before, none missing in between. Only what a known
 *  key signed is an anchor. */
export function readCheckpoints(texts: readonly string[], keys: Keys, faults: Faults): Anchors {
  const byChain = new Map<string, Anchor[]>()
  const unknown = new Map<string, number>()
  let before: { number: number; hash: string; at: string } | undefined
  let count = 0
  let first: string | undefined
  const parsed = texts.map((text) => opened(text)).toSorted((a, b) => (a?.checkpoint.number ?? 0) - (b?.checkpoint.number ?? 0))
  for (const each of parsed) {
    if (each === undefined) {
      faults.add({ kind: 'altered', because: 'a checkpoint cannot be read' })
      continue
    }
    const { signed, checkpoint } = each
    const { number } = checkpoint
    const hash = createHash('sha256').update(signed.document).digest('hex')
    if (before?.number === number) {
      if (before.hash !== hash) faults.add({ kind: 'altered', checkpoint: number, because: 'two different checkpoints bear this number' })
      continue
    }
    const judgement = judged(signed, keys)
    if (judgement === 'forged') faults.add({ kind: 'altered', checkpoint: number, because: 'its signature does not belong to its text' })
    if (judgement === 'unknown' && !unknown.has(signed.keyId)) unknown.set(signed.keyId, number)
    if (before !== undefined && number !== before.number + 1) {
      faults.add({ kind: 'order', checkpoint: before.number + 1, because: `missing: ${before.number} is followed by ${number}` })
    } else if (before !== undefined && checkpoint.previous !== before.hash) {
      faults.add({ kind: 'altered', checkpoint: number, because: 'it names another checkpoint as the one before it' })
    } else if (before !== undefined && Date.parse(checkpoint.at) < Date.parse(before.at)) {
      faults.add({ kind: 'altered', checkpoint: number, because: 'it is older than the one before it' })
    }
    if (judgement === 'signed') {
      count += 1
      first ??= checkpoint.at
      for (const chain of checkpoint.withheld) {
        faults.add({
          kind: 'altered',
          chain,
          checkpoint: number,
          because: 'the portal itself found this chain altered and did not sign it again',
        })
      }
      for (const { chain, seq, hash: head } of checkpoint.heads) {
        const anchors = byChain.get(chain) ?? []
        anchors.push({ seq, hash: head, checkpoint: number, at: checkpoint.at, since: before?.at })
        byChain.set(chain, anchors)
      }
    }
    before = { number, hash, at: checkpoint.at }
  }
  for (const [keyId, number] of unknown) {
    faults.add({ kind: 'key', checkpoint: number, because: `nobody told the verifier of the key ${printable(keyId)} that signed it` })
  }
  return { byChain, count, first, last: before?.at }
}

function opened(text: string) {
  const signed = signedFrom(text)
  if (!signed) return undefined
  try {
    const { number, previous, at, heads, withheld = [] } = JSON.parse(signed.document) as Checkpoint
    const isOne = Number.isSafeInteger(number) && typeof previous === 'string' && !Number.isNaN(Date.parse(at)) && Array.isArray(heads)
    return isOne ? { signed, checkpoint: { number, previous, at, heads, withheld } } : undefined
  } catch {
    return undefined
  }
}

/** What stands in a file may be anything; nothing of it reaches a terminal as more than letters. */
export const printable = (text: string) => text.replace(/[^\x21-\x7e]/gu, '·').slice(0, 80)
