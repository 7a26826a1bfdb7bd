import { dayOf, type Line } from '#worker/ai/rules/record.ts'
import { ITEM } from '#worker/ai/skills/note-cleanup.ts'
import { RISKS } from '#worker/ai/skills/risk-triage.ts'

/** How much a sentence of each kind matters to somebody who takes over. */
const WEIGHTS: Record<Line['kind'], number> = { state: 5, missing: 3, moment: 3, count: 2, part: 1 }
/** A word of the question counts for more than any kind. */
const ASKED_FOR = 4
/** Of parts (steps, reports, investigations) a summary names so many. */
const MOST_PARTS = 6

/** The sentences that matter, those that meet the question first; the rest in the order of the record. An almost empty record has its
 *  state, its moments and what is missing to speak about. */
export function summed(lines: Line[], question: string): string {
  const asked = wordsOf(question)
  const scored = lines.map((line, place) => {
    const hits = [...wordsOf(line.text)].filter((word) => asked.has(word)).length
    return { line, place, hits, score: WEIGHTS[line.kind] + hits * ASKED_FOR }
  })
  const parts = scored
    .filter(({ line }) => line.kind === 'part')
    .toSorted((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, MOST_PARTS)
  const kept = scored.filter((each) => each.line.kind !== 'part' || parts.includes(each))
  const first = kept.filter(({ hits }) => hits > 0).toSorted((a, b) => b.score - a.score || a.place - b.place)
  return [...first, ...kept.filter((each) => !first.includes(each))].map(({ line }) => line.text).join(' ')
}

/** What has a date, in order. */
export function told(lines: Line[]): string {
  const dated = lines.flatMap((line) => (line.at ? [{ at: line.at, text: line.text }] : []))
  if (dated.length === 0) return 'Nothing in this record has a date.'
  return dated
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, text }) => `${dayOf(at)}: ${text.replace(` on ${dayOf(at)}`, '')}`)
    .join('\n')
}

/** The severity that the record names, one more for what is late or nobody's. */
export function triaged(lines: Line[]): string {
  const text = lines.map((line) => line.text).join(' ')
  const named = RISKS.findLastIndex((risk) => new RegExp(`severity ${risk}`, 'i').test(text))
  const aggravating = lines.filter((line) => /is overdue|nobody is assigned/i.test(line.text))
  const risk = RISKS[Math.min(RISKS.length - 1, Math.max(0, named) + (aggravating.length > 0 ? 1 : 0))]
  const reasons = [...lines.filter(({ kind }) => kind === 'state'), ...aggravating.filter(({ kind }) => kind !== 'state')]
  return [
    `Risk: ${risk}.`,
    ...reasons.map((line) => line.text),
    ...lines.filter(({ kind }) => kind === 'count').map((line) => line.text),
  ].join(' ')
}

export function drafted(label: string, lines: Line[]): string {
  const said = lines.filter(({ kind }) => kind === 'state' || kind === 'moment').map(({ text }) => text)
  return [
    `Thank you for asking about ${label}.`,
    ...said,
    'What was reported and who is concerned cannot be shared.',
    'You will hear from us again when its state changes.',
  ].join(' ')
}

/** Items to sentences, paragraphs as they were. */
export function prosed(notes: string): string {
  const paragraphs = notes.split(/\n\s*\n/).map((paragraph) =>
    paragraph
      .split('\n')
      .map((line) => sentenceOf(line))
      .filter((line) => line !== '')
      .join(' '),
  )
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')
}

function sentenceOf(line: string): string {
  let text = line.trim()
  while (ITEM.test(text)) text = text.replace(ITEM, '').trim()
  if (/^[-*•–]*$/.test(text)) return ''
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?:;…。]$/.test(begun) ? begun : `${begun}.`
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])
