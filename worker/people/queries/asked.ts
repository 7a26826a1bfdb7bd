import type { SQL } from 'drizzle-orm'
import { answered } from '#worker/db/answered.ts'
import { insisting } from '#worker/db/insisting.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import type { Because, Taken } from '#worker/people/rules/refusals.ts'

/** `isRepeated`: this is what the same press was answered before. */
type Done = { ok: true; ids: string[]; sessions: string[]; isRepeated?: true }

/** What came of an act about people: the records concerned and the sessions that ended with it, or the rule that was in the way. */
export type Answer<Refusal extends string = Because | Taken> = Done | { ok: false; because: Refusal | 'UNKNOWN' }

type Row<Refusal> = { because: Refusal | 'UNKNOWN' | null; sessions?: string[]; subject_id?: string | null }

/** Of a unique index (an address, a directory id), or over the locks of several people. */
const COLLISIONS = ['40P01', '23505']

/** Calls a function of the database that decides, acts and leaves its trail row in one. `ids` are those of its trail row, which answers
 *  a repeated press. */
export function asked<Refusal extends string = Because | Taken>(
  scope: Scope,
  ask: Ask,
  call: SQL,
  ids: (row: Row<Refusal>) => string[],
): Promise<Answer<Refusal>> {
  return answered(
    scope,
    ask,
    () =>
      insisting(COLLISIONS, async () => {
        const [row] = (await within(scope, { ask }).execute<Row<Refusal>>(call)).rows
        if (!row) throw new Error('a function without an answer')
        return row.because === null ? { ok: true, ids: ids(row), sessions: row.sessions ?? [] } : { ok: false, because: row.because }
      }),
    ({ outcome, entityIds, facts }) =>
      outcome === 'done'
        ? { ok: true, ids: entityIds, sessions: (facts.sessions ?? []) as string[], isRepeated: true }
        : { ok: false, because: (facts.because ?? 'UNKNOWN') as Refusal | 'UNKNOWN' },
  )
}
