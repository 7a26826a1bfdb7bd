import { createHash } from 'node:crypto'
import type { Anchor, Anchors } from './checkpoints.ts'
import { printable } from './checkpoints.ts'
import type { Faults } from './fault.ts'
import { judged, type Keys, type Signed, signedFrom } from './keys.ts'

/** A checkpoint's word on one chain, signed for its tenant. `checkpoint`: the hash of the whole one. */
export type Word = { number: number; at: string; checkpoint: string; chain: string; seq: number; hash: string }

/** What a tenant was told of its chain and kept: bodies of webhooks as they came, or the signed words alone. Each is an anchor as a
 *  checkpoint is, held by somebody else. Answers how many there were. */
export function readTold(
  texts: readonly string[],
  checkpoints: readonly string[],
  keys: Keys,
  { byChain }: Anchors,
  faults: Faults,
): number {
  const known = documentsOf(checkpoints)
  let count = 0
  for (const text of texts) {
    const { signed, word } = wordIn(text)
    if (!signed || !word) {
      faults.add({ kind: 'altered', because: 'what a tenant was told cannot be read' })
      continue
    }
    const { number, at, chain, seq, hash, checkpoint } = word
    const judgement = judged(signed, keys)
    if (judgement === 'forged')
      faults.add({
        kind: 'altered',
        checkpoint: number,
        because: 'the signature of what a tenant was told of it does not belong to its text',
      })
    if (judgement === 'unknown')
      faults.add({
        kind: 'key',
        checkpoint: number,
        because: `nobody told the verifier of the key ${printable(signed.keyId)} of what a tenant was told`,
      })
    if (judgement !== 'signed') continue
    if ((known.get(number) ?? checkpoint) !== checkpoint)
      faults.add({ kind: 'altered', checkpoint: number, because: 'a tenant was told of another checkpoint of this number' })
    count += 1
    const anchors = byChain.get(chain) ?? []
    byChain.set(chain, placed(anchors, { seq, hash, checkpoint: number, at, since: undefined }))
  }
  return count
}

/** The signed word as it came: by itself, as the portal answers it, or in the body of a webhook. */
export function wordIn(text: string): { signed?: Signed | undefined; word?: Word | undefined } {
  const signed = signedFrom(text) ?? signedInside(text)
  return { signed, word: signed && wordFrom(signed.document) }
}

function signedInside(text: string): Signed | undefined {
  try {
    const { checkpoint, data } = JSON.parse(text) as { checkpoint?: unknown; data?: { checkpoint?: unknown } }
    return signedFrom(JSON.stringify(checkpoint ?? data?.checkpoint ?? null))
  } catch {
    return undefined
  }
}

function wordFrom(document: string): Word | undefined {
  try {
    const { kind, ...word } = JSON.parse(document) as Word & { kind: unknown }
    const { number, at, checkpoint, chain, seq, hash } = word
    const isOne = Number.isSafeInteger(number) && Number.isSafeInteger(seq) && !Number.isNaN(Date.parse(at))
    const isWord = kind === 'portal-chain-checkpoint' && [checkpoint, chain, hash].every((each) => typeof each === 'string')
    return isOne && isWord ? word : undefined
  } catch {
    return undefined
  }
}

/** By number, the hash of what was signed. */
function documentsOf(checkpoints: readonly string[]): Map<number, string> {
  const known = new Map<number, string>()
  for (const text of checkpoints) {
    const document = signedFrom(text)?.document
    const number = document && /"number":(\d+)/.exec(document)?.[1]
    if (document && number) known.set(Number(number), createHash('sha256').update(document).digest('hex'))
  }
  return known
}

const placed = (anchors: readonly Anchor[], one: Anchor) => [...anchors, one].toSorted((a, b) => a.seq - b.seq)
