import type { Line } from '#worker/ai/rules/record.ts'

/** What a model charges for; where it does not say, it is reckoned from the length. */
export type Usage = { tokensIn: number; tokensOut: number }

const CHARACTERS_PER_TOKEN = 4
export const tokensOf = (text: string) => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

/** What of a record fits, from the first line on, and how many lines do not. A model that is shown a part is told so. */
export function fitted(lines: Line[], most: number): { lines: Line[]; leftOut: number } {
  let spent = 0
  const end = lines.findIndex(({ text }) => (spent += tokensOf(text) + 1) > most)
  return end === -1 ? { lines, leftOut: 0 } : { lines: lines.slice(0, end), leftOut: lines.length - end }
}
