import * as crypto from 'node:crypto'
import type { Anchor } from './checkpoints.ts'
import type { Faults } from './fault.ts'
import { linesOf } from './lines.ts'
import { Sessions } from './sessions.ts'

/** One chain, as far as it was read. `held` is the last row that is as a checkpoint signed it; `lost`: one was not. */
export type Chain = { first: number; seq: number; hash: string; at: string; held: number; next: number; lost: boolean }
export type Read = { rows: number; chains: Map<string, Chain>; sessions: Sessions }

type Row = { chain: string; seq: number; prev: string; hash: string; canonical: string }
type Words = { chain?: unknown; seq?: unknown; prev?: unknown; at?: unknown; act?: unknown; outcome?: unknown; session_id?: unknown }

export const START = '00'.repeat(32)
export const HASH = /^[0-9a-f]{64}$/

/** Every row once, in constant memory per chain: its text and hash belong together, it says of itself what it is filed under, it stands on
 *  the row before, and where a checkpoint says how it must look, it looks so. */
export async function readRows(file: string, anchors: ReadonlyMap<string, Anchor[]>, faults: Faults): Promise<Read> {
  const read: Read = { rows: 0, chains: new Map(), sessions: new Sessions() }
  let line = 0
  /** A line that is no row, and whether it was the last: then the file ends in the middle of one. */
  let bad: number | undefined
  const tellBad = (kind: 'altered' | 'truncated') => {
    if (bad !== undefined)
      faults.add({ kind, because: kind === 'altered' ? `line ${bad} is no row` : `the file ends in the middle of line ${bad}` })
    bad = undefined
  }
  for await (const lines of linesOf(file)) {
    for (const bytes of lines) {
      line += 1
      if (bytes.length === 0) continue
      tellBad('altered')
      const row = rowFrom(bytes)
      if (row === undefined) bad = line
      else judge(row, read, anchors, faults)
    }
  }
  tellBad('truncated')
  return read
}

function judge(row: Row, read: Read, anchors: ReadonlyMap<string, Anchor[]>, faults: Faults) {
  const { chain, seq, prev, hash, canonical } = row
  read.rows += 1
  const alter = (because: string) => faults.add({ kind: 'altered', chain, seq, because })

  const isSealed = HASH.test(prev) && sealOf(prev, canonical) === hash
  const words = wordsOf(canonical)
  const at = typeof words.at === 'string' ? words.at : ''
  const isFiled = words.chain === chain && words.seq === seq && words.prev === `\\x${prev}`
  if (!isSealed) alter('its text and its hash do not belong together')
  else if (!isFiled) alter('it was sealed as another row than it is filed as')

  const before = read.chains.get(chain)
  const held = anchors.get(chain) ?? []
  if (before === undefined) {
    const state: Chain = { first: seq, seq, hash, at, held: 0, next: 0, lost: false }
    while (state.next < held.length && (held[state.next]?.seq ?? 0) < seq) state.next += 1
    const anchor = held[state.next - 1]
    if (seq === 1 && prev !== START) alter('it is the first and stands on another row')
    if (anchor !== undefined && anchor.seq === seq - 1 && anchor.hash !== prev) {
      alter(`it does not stand on the row that checkpoint ${anchor.checkpoint} signed`)
    }
    read.chains.set(chain, state)
    hold(row, state, held, faults)
  } else {
    if (seq === before.seq + 1) {
      if (prev !== before.hash) alter('it does not stand on the row before it')
      else if (isSealed && at < before.at) alter('it is older than the row before it')
    } else if (seq > before.seq + 1) {
      faults.add({ kind: 'order', chain, seq: before.seq + 1, because: `missing: ${before.seq} is followed by ${seq}` })
    } else if (seq === before.seq && hash !== before.hash) {
      alter('two different rows bear this number')
    } else {
      faults.add({ kind: 'order', chain, seq, because: seq === before.seq ? 'it stands here twice' : `it comes after ${before.seq}` })
    }
    if (seq > before.seq) {
      Object.assign(before, { seq, hash, at })
      hold(row, before, held, faults)
    }
  }
  if (isSealed) read.sessions.see(words)
}

/** 64 letters of `prev` are 32 bytes, then comes the text as UTF-8. */
export function sealOf(prev: string, canonical: string): string {
  const sealed = Buffer.allocUnsafe(32 + Buffer.byteLength(canonical))
  sealed.write(prev, 0, 'hex')
  sealed.write(canonical, 32)
  return crypto.hash('sha256', sealed, 'hex')
}

/** Where a checkpoint speaks of this very row. All rows since the last that held may be others, and all that follow are: who rewrites one
 *  must rewrite what stands on it. Said once per chain. */
function hold({ chain, seq, hash }: Row, state: Chain, held: readonly Anchor[], faults: Faults) {
  for (let anchor = held[state.next]; anchor !== undefined && anchor.seq <= seq; anchor = held[++state.next]) {
    if (anchor.seq < seq || state.lost) continue
    if (anchor.hash === hash) state.held = seq
    else {
      state.lost = true
      const since = Math.max(state.held + 1, state.first)
      faults.add({
        ...{ kind: 'altered', chain, seq: since, checkpoint: anchor.checkpoint },
        because: `row ${seq} is not the one that checkpoint ${anchor.checkpoint} signed: rewritten from ${since} on, or from some row up to ${seq}`,
      })
    }
  }
}

function rowFrom(bytes: Buffer): Row | undefined {
  try {
    const row = JSON.parse(bytes.toString()) as Row
    const { chain, seq, prev, hash, canonical } = row
    const isRow = Number.isSafeInteger(seq) && seq > 0 && [chain, prev, hash, canonical].every((each) => typeof each === 'string')
    return isRow ? row : undefined
  } catch {
    return undefined
  }
}

export function wordsOf(canonical: string): Words {
  try {
    return (JSON.parse(canonical) as Words | null) ?? {}
  } catch {
    return {}
  }
}
