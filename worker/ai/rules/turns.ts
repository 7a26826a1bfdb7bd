import { tokensOf } from '#worker/ai/rules/tokens.ts'

/** One question about a record and what was answered, in the same session. */
export type Turn = { asked: string; answer: string }

/** What a question goes on from: the latest that fit, the oldest first, and how many before them do not. */
export type Before = { turns: Turn[]; leftOut: number }

const MOST_TURNS = 6
const MOST_OF_TURNS = 2_000
/** In characters. A long answer is told from its beginning, and that it was longer. */
const MOST_OF_ANSWER = 2_000
const CUT = ' [The rest of this answer is left out.]'

export const NOTHING_BEFORE: Before = { turns: [], leftOut: 0 }

export function beforeFrom(latestFirst: Turn[]): Before {
  const turns: Turn[] = []
  let spent = 0
  for (const { asked, answer } of latestFirst.slice(0, MOST_TURNS)) {
    const told = { asked, answer: answer.length > MOST_OF_ANSWER ? answer.slice(0, MOST_OF_ANSWER) + CUT : answer }
    spent += tokensOf(told.asked) + tokensOf(told.answer)
    if (spent > MOST_OF_TURNS) break
    turns.unshift(told)
  }
  return { turns, leftOut: latestFirst.length - turns.length }
}
