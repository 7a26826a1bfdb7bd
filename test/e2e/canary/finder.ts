import { pieces, plain, withoutTags } from './plain.ts'
import type { Plant } from './plants.ts'

/** Letters a needle begins with in the index. */
const HEAD = 6
/** The least that is looked for, in letters: fewer where a letter is a word. So many tell at a glance that nothing begins here, as nearly everywhere. */
const LEAST = { latin: 5, other: 3 }
const GLANCES = 2 ** 22
/** Of long texts every piece counts, so that a shortened one is found as well: in letters, fewer where a letter is a word. */
const PIECE = { latin: 28, other: 12 }

type Found = { text: string; plants: Plant[] }
type Needle = { folded: string; plants: Plant[]; isPiece: boolean; begins: string | undefined }

/** Looks for all plants. Case, accents, blanks and punctuation do not matter; where a word begins does. */
export class Finder {
  readonly #beginnings = new Uint8Array(GLANCES)
  /** How long those are that begin so: thousands may, of a handful of lengths. */
  readonly #lengths = new Map<string, Set<number>>()
  readonly #needles = new Map<string, Needle>()
  /** What stands in a piece: nearly all of a page are tags and words that stand on others as well, and hold nothing. */
  readonly #known = new Map<string, Map<string, Plant[]>>()

  constructor(plants: readonly Plant[]) {
    for (const plant of plants) {
      const isPiece = plant.kind === 'words'
      for (const folded of isPiece ? plant.text.split(/\S+@\S+/).flatMap(piecesOf) : [foldOf(plant.text)]) {
        if (folded.length < leastAt(folded, 0)) continue
        const needle = this.#needles.get(folded) ?? { folded, plants: [], isPiece, begins: numberBegins(plant.text) }
        if (!needle.plants.some((each) => each.table === plant.table && each.tenantId === plant.tenantId)) needle.plants.push(plant)
        this.#needles.set(folded, needle)
      }
    }
    for (const folded of this.#needles.keys()) {
      this.#beginnings[glanceAt(folded, 0)] = 1
      const head = folded.slice(0, HEAD)
      this.#lengths.set(head, (this.#lengths.get(head) ?? new Set()).add(folded.length))
    }
  }

  get size(): number {
    return this.#needles.size
  }

  /** What of it stands in a text, in whatever it is wrapped; each with all places it may come from. Of markup each piece is looked at by itself,
   *  and all words together, as tags may pull them apart. */
  find(text: string): Found[] {
    const found = new Map<string, Plant[]>()
    const parts = pieces(text)
    for (const part of parts.length > 1 ? [...parts, withoutTags(text)] : parts)
      for (const [folded, plants] of this.#knownOf(part)) found.set(folded, plants)
    return [...found].map(([folded, plants]) => ({ text: folded, plants }))
  }

  #knownOf(part: string): Map<string, Plant[]> {
    const known = this.#known.get(part)
    if (known !== undefined) return known
    const found = new Map<string, Plant[]>()
    this.#look(plain(part), found)
    this.#known.set(part, found)
    return found
  }

  #look(text: string, found: Map<string, Plant[]>) {
    const { text: folded, begins, ends } = fold(text)
    for (let at = 0; at < folded.length; at++) {
      if (!begins[at] || !this.#beginnings[glanceAt(folded, at)]) continue
      for (let length = Math.min(HEAD, folded.length - at); length >= LEAST.other; length--) {
        for (const long of this.#lengths.get(folded.slice(at, at + length)) ?? []) {
          const needle = this.#needles.get(folded.slice(at, at + long))
          if (needle === undefined) continue
          // Of numbers, each stands in one piece: a time, a sum or the number of a case beside another number is none.
          if (needle.begins && begins.subarray(at + 1, at + needle.folded.length).join('') !== needle.begins) continue
          if (needle.isPiece || ends[at + needle.folded.length - 1]) found.set(needle.folded, needle.plants)
        }
      }
    }
  }
}

const leastAt = (folded: string, at: number) => (folded.charCodeAt(at) >= 0x2e80 ? LEAST.other : LEAST.latin)

function glanceAt(folded: string, at: number): number {
  let glance = 0
  // Behind the end there is nothing, which is 0.
  for (let i = at; i < at + leastAt(folded, at); i++) glance = Math.imul(glance, 31) + folded.charCodeAt(i)
  return (glance ^ (glance >>> 22)) & (GLANCES - 1)
}

/** Of a number, letters before it or not, or of an address made of numbers: where its parts begin. */
const numberBegins = (text: string) =>
  /^[a-z]{0,3}[\d.-]+$/i.test(text) ? fold(text).begins.subarray(1, foldOf(text).length).join('') : undefined

/** Pieces begin where a word begins, one after the other: any passage twice as long holds a whole one. */
function piecesOf(text: string): string[] {
  const { text: folded, begins } = fold(text)
  const pieces: string[] = []
  for (let at = 0; at < folded.length; at++) {
    if (!begins[at]) continue
    const length = [...folded.slice(at, at + PIECE.other)].every(isOther) ? PIECE.other : PIECE.latin
    if (at + length > folded.length) continue
    pieces.push(folded.slice(at, at + length))
    at += length - 1
  }
  return pieces
}

const isOther = (folded: string) => folded.charCodeAt(0) >= 0x2e80

export const foldOf = (text: string) => fold(text).text

type Folded = { text: string; begins: Uint8Array; ends: Uint8Array }

/** How a word begins: joined to the one before by a single sign, as within a number, or apart from it. */
const [JOINED, APART] = [1, 2]

/** Letters and digits alone, small, without accents; and of each whether a word begins or ends with it. */
function fold(text: string): Folded {
  const wide = text.normalize('NFKD').toLowerCase()
  const begins = new Uint8Array(wide.length)
  const ends = new Uint8Array(wide.length)
  const letters = new Uint16Array(wide.length)
  let [place, inWord, last] = [0, false, 0]
  for (let i = 0; i < wide.length; i++) {
    const code = wide.charCodeAt(i)
    if (isMark(code)) continue
    if (!isLetter(code)) {
      if (inWord) ends[place - 1] = 1
      inWord = false
      continue
    }
    // Scripts without blanks: any letter may begin or end a word.
    const alone = code >= 0x2e80
    if (alone && place > 0) ends[place - 1] = 1
    begins[place] = inWord && !alone ? 0 : i - last === 2 && !isBlank(wide.charCodeAt(i - 1)) ? JOINED : APART
    ends[place] = alone ? 1 : 0
    letters[place] = code
    inWord = !alone
    last = i
    place++
  }
  if (place > 0) ends[place - 1] = 1
  return { text: Buffer.from(letters.buffer, 0, place * 2).toString('utf16le'), begins, ends }
}

const isBlank = (code: number) => code <= 0x20 || code === 0xa0
const isMark = (code: number) => (code >= 0x300 && code < 0x370) || code === 0x3099 || code === 0x309a || code === 0xad || code === 0x200b
const isLetter = (code: number) =>
  (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 127 && /[\p{L}\p{N}]/u.test(String.fromCharCode(code)))
