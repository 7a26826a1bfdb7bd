import { createHash } from 'node:crypto'
import type { Word } from './told.ts'
import type { Faults } from './fault.ts'
import { type Signed, signedFrom } from './keys.ts'
import { HASH, sealOf, START, wordsOf } from './rows.ts'
import { Sessions } from './sessions.ts'

type Row = { chain: string; seq: number; prev: string; hash: string; canonical?: string; shown?: Shown; withheld?: true }
type Shown = { act?: unknown; outcome?: unknown; sentence?: unknown; sessionId?: unknown }
type Closing = { kind: string; chain: string; after: number; to: number; rows: number; at: string; sha256: string }

/** A part as it was downloaded: its signed line, and when that was. */
export type Part = { signed: Signed; at: string; to: number }

/** The chain of one tenant, read line by line: each row stands on the one before, none is missing, and what each part says of itself is so. */
export class CustomerRows {
  chain: string | undefined
  first = 0
  last = 0
  count = 0
  withheld = 0
  /** Rows that are shown and whose sealed text is not in the file. */
  unsealed = 0
  readonly parts: Part[] = []
  readonly held: number[] = []
  readonly sessions = new Sessions()
  readonly #faults: Faults
  readonly #hashes = new Map<number, string>()
  #hash: string | undefined
  #lines = createHash('sha256')
  #rows = 0
  #line = 0

  constructor(faults: Faults) {
    this.#faults = faults
  }

  read(bytes: Buffer) {
    this.#line += 1
    if (bytes.length === 0) return
    const text = bytes.toString()
    const signed = signedFrom(text)
    if (signed !== undefined) return this.#close(signed)
    this.#lines.update(bytes).update('\n')
    this.#rows += 1
    const row = rowFrom(text)
    if (row === undefined) this.#faults.add({ kind: 'altered', because: `line ${this.#line} is no row` })
    else this.#judge(row)
  }

  /** The end of a file: whatever was read since the last signed line was cut off from its own. */
  end() {
    if (this.#rows > 0 || this.parts.length === 0) {
      this.#faults.add({ kind: 'truncated', ...this.#here(), because: 'the signed line that closes the part is missing' })
    }
    this.#begin()
    this.#line = 0
  }

  /** Holds the rows against what a checkpoint said of the chain. What is younger than the download is owed by nobody. */
  hold({ number, at, chain, seq, hash }: Word) {
    if (chain !== this.chain) return this.#faults.add({ kind: 'altered', checkpoint: number, because: 'it speaks of another chain' })
    const found = this.#hashes.get(seq)
    if (found === hash) return void this.held.push(seq)
    if (found !== undefined) {
      const since = Math.max(this.first, ...this.held.filter((each) => each < seq).map((each) => each + 1))
      const because = `row ${seq} is not the one that checkpoint ${number} signed: rewritten from ${since} on, or from some row up to ${seq}`
      this.#faults.add({ kind: 'altered', chain, seq: since, checkpoint: number, because })
    } else if (seq > this.last && this.parts.some((part) => part.at > at)) {
      const because = `rows ${this.last + 1} to ${seq} are missing: checkpoint ${number} signed row ${seq}`
      this.#faults.add({ kind: 'truncated', chain, seq: this.last + 1, because })
    }
  }

  #judge(row: Row) {
    const { chain, seq, prev, hash, canonical, shown } = row
    const alter = (because: string) => this.#faults.add({ kind: 'altered', chain, seq, because })
    this.count += 1
    if (row.withheld) this.withheld += 1
    else if (canonical === undefined) this.unsealed += 1
    if (canonical !== undefined) this.#judgeText(row, canonical, alter)
    if (this.chain === undefined) {
      Object.assign(this, { chain, first: seq })
      if (seq === 1 && prev !== START) alter('it is the first and stands on another row')
    } else if (chain !== this.chain) alter('it is of another chain')
    else if (seq === this.last + 1) {
      if (prev !== this.#hash) alter('it does not stand on the row before it')
    } else if (seq > this.last) {
      this.#faults.add({ kind: 'order', chain, seq: this.last + 1, because: `missing: ${this.last} is followed by ${seq}` })
    } else {
      const because = seq === this.last ? 'it stands here twice' : `it comes after ${this.last}`
      this.#faults.add({ kind: 'order', chain, seq, because })
    }
    if (seq > this.last) {
      this.last = seq
      this.#hash = hash
    }
    this.#hashes.set(seq, hash)
    if (shown) this.sessions.see({ session_id: shown.sessionId, act: shown.act, outcome: shown.outcome })
  }

  /** Where the sealed text is there, it makes the seal, and what is shown is what it says. */
  #judgeText({ chain, seq, prev, hash, shown }: Row, canonical: string, alter: (because: string) => void) {
    const words = wordsOf(canonical) as ReturnType<typeof wordsOf> & Shown
    if (!HASH.test(prev) || sealOf(prev, canonical) !== hash) alter('its text and its hash do not belong together')
    else if (words.chain !== chain || words.seq !== seq) alter('it was sealed as another row than it is filed as')
    else if (shown && (['act', 'outcome', 'sentence'] as const).some((each) => shown[each] !== words[each]))
      alter('what is shown of it is not what was sealed')
  }

  #close(signed: Signed) {
    const closing = closingFrom(signed.document)
    if (closing === undefined) {
      this.#faults.add({ kind: 'altered', because: `line ${this.#line} closes nothing` })
      return this.#begin()
    }
    const { chain, after, to, rows, at, sha256 } = closing
    const own = this.#lines.digest('hex')
    this.parts.push({ signed, at, to })
    if (rows > this.#rows) {
      const because = `rows are missing: the signed line says ${rows} up to ${to}, and there are ${this.#rows}`
      this.#faults.add({ kind: this.last < to ? 'truncated' : 'order', chain, seq: Math.min(this.last + 1, to), because })
    } else if (own !== sha256) {
      const because = `the lines of rows ${after + 1} to ${to} are not those that were signed`
      this.#faults.add({ kind: 'file', chain, because })
    }
    if (this.chain === undefined) Object.assign(this, { chain, first: after + 1, last: after })
    this.#begin()
  }

  #begin() {
    this.#lines = createHash('sha256')
    this.#rows = 0
  }

  #here = () => (this.chain === undefined ? {} : { chain: this.chain, seq: this.last + 1 })
}

function rowFrom(text: string): Row | undefined {
  try {
    const row = JSON.parse(text) as Row
    const { chain, seq, prev, hash, canonical = '', shown, withheld } = row
    const isWhole = Number.isSafeInteger(seq) && seq > 0 && [chain, prev, hash, canonical].every((each) => typeof each === 'string')
    return isWhole && (withheld === true) !== (typeof shown === 'object' && shown !== null) ? row : undefined
  } catch {
    return undefined
  }
}

function closingFrom(document: string): Closing | undefined {
  try {
    const closing = JSON.parse(document) as Closing
    return closing.kind === 'portal-customer-trail' && [closing.after, closing.to, closing.rows].every((each) => Number.isSafeInteger(each))
      ? closing
      : undefined
  } catch {
    return undefined
  }
}
