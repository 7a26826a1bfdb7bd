import { sql } from 'drizzle-orm'
import { answered } from '#worker/db/answered.ts'
import { insisting } from '#worker/db/insisting.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import type { KillScope } from '#worker/impersonation/rules/kill.ts'

export type Kill = { scope: KillScope | 'session'; subject: string; reason: string }
export type Killed = { id: string; operatorId: string }

/** Ends the open sessions of a scope, exactly: nothing of them commits afterwards. Undefined where there is no such session, operator,
 *  tenant or role; an empty list where nothing of theirs is open any more. */
export function killSessions(scope: Scope, ask: Ask, kill: Kill): Promise<Killed[] | undefined> {
  return answered(
    scope,
    ask,
    // A change of several operators or tenants at once may meet a kill half-way. A kill is not the one that gives up.
    () => insisting(['40P01'], () => once(scope, ask, kill)),
    ({ outcome, entityIds, facts }) => {
      if (outcome === 'not_found') return undefined
      const operators = (facts.operators ?? []) as string[]
      return entityIds.map((id, i) => ({ id, operatorId: operators[i] ?? '' }))
    },
  )
}

async function once(scope: Scope, ask: Ask, { scope: whose, subject, reason }: Kill): Promise<Killed[] | undefined> {
  const { rows } = await within(scope, { ask }).execute<{ id: string; operator_id: string }>(
    sql`select id, operator_id from app.kill_sessions(${whose}, ${subject}, ${reason})`,
  )
  if (rows.length > 0) return rows.map((row) => ({ id: row.id, operatorId: row.operator_id }))
  // Nothing was open, or there is no such thing: the trail row of this very press knows which.
  const told = await within(scope, { readOnly: true }).execute<{ outcome: string }>(
    sql`select outcome from app.answer(${ask.key}, ${ask.asked})`,
  )
  return told.rows[0]?.outcome === 'not_found' ? undefined : []
}
