import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

/** A reason must tell an auditor something: enough characters, and different words. A prefilled reason counts, a ticket's id alone
 *  does not. The same rule holds in page and API, and no role can skip it. */
export const REASON_LENGTH = { least: 20, most: 1000 } as const
const LEAST_WORDS = 3
/** Of a ticket's subject; the sentence after it must still fit. */
const LONGEST_SUBJECT = 800

export type ReasonFault = 'TOO_SHORT' | 'TOO_LONG' | 'TOO_FEW_WORDS'

export const REASON_FAULTS: Record<ReasonFault, string> = {
  TOO_SHORT: `Say why in at least ${REASON_LENGTH.least} characters.`,
  TOO_LONG: `Say it in at most ${REASON_LENGTH.most} characters.`,
  TOO_FEW_WORDS: `Say why in at least ${LEAST_WORDS} different words; a ticket number alone explains nothing.`,
}

export function faultOfReason(text: string): ReasonFault | null {
  const plain = normalised(text)
  if (plain.length < REASON_LENGTH.least) return 'TOO_SHORT'
  if (plain.length > REASON_LENGTH.most) return 'TOO_LONG'
  return distinctWords(plain) < LEAST_WORDS ? 'TOO_FEW_WORDS' : null
}

/** What the form begins with: the ticket in words. It passes the rule even when the subject is short, so that nothing must be typed. */
export function reasonFrom({ number, subject }: { number: number; subject: string }): string {
  const about = subject.slice(0, LONGEST_SUBJECT).trimEnd()
  const sentence = /[.!?…]$/.test(about) ? about : `${about}.`
  return normalised(`${ticketLabel(number)}: ${sentence} I need to see what the customer sees to answer this.`)
}

/** What is kept of a reason: compatible forms folded, invisible and direction-changing characters dropped, spaces and line breaks
 *  made one space, so that nobody pads it out and no log line is forged with it. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim()
}

/** Words are runs of letters or of letters with digits; numbers and ticket ids are none. */
function distinctWords(text: string): number {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? []
  return new Set(words.filter((word) => /\p{L}{2}/u.test(word) && !/^\p{L}+[-_]?\d+$/u.test(word))).size
}
