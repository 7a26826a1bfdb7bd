import { sql } from 'drizzle-orm'
import { sqlState } from '#worker/db/refusal.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { patiently } from '#worker/db/silence.ts'

/** What a key was answered, as its trail row tells. */
export type Remembered = { outcome: string; entityIds: string[]; facts: Record<string, unknown> }

/** Asks at most three times with the same key: a refusal is an answer, only silence is asked again. When the key was already
 *  answered, by a lost answer or by an earlier press, the trail row of that time is the answer. */
export async function answered<Answer>(
  scope: Scope,
  ask: Ask,
  act: () => Promise<Answer>,
  again: (answer: Remembered) => Promise<Answer> | Answer,
): Promise<Answer> {
  try {
    return await patiently(scope.spent, act)
  } catch (error) {
    if (sqlState(error) !== 'IK409') throw error
  }
  // A question about the past may be repeated at no cost.
  const answer = await patiently(scope.spent, () => remembered(scope, ask))
  return patiently(scope.spent, async () => again(answer))
}

async function remembered(scope: Scope, ask: Ask): Promise<Remembered> {
  const { rows } = await within(scope, { readOnly: true }).execute<{
    outcome: string
    entity_ids: string[]
    facts: Record<string, unknown>
  }>(sql`select outcome, entity_ids, facts from app.answer(${ask.key}, ${ask.asked})`)
  const row = rows[0]
  if (!row) throw new Error('a key without an answer')
  return { outcome: row.outcome, entityIds: row.entity_ids, facts: row.facts }
}
