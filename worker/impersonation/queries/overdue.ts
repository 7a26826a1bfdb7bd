import { sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'

export type Checked = {
  id: string
  operatorId: string
  /** How it came to its end, by this call or before; null while it is open. */
  endReason: EndReason | null
  /** What is left by the database clock, in ms: of its time, and until it counts as idle. */
  remaining: number
  idleRemaining: number
}

/** Ends the session if it is overdue by the database clock, and says how things stand. Undefined: it is over or never was. */
export async function endOverdue(scope: Scope, sessionId: string): Promise<Checked | undefined> {
  return (await check(scope, sessionId))[0]
}

/** Ends every session that is overdue: what a timer could not, within a minute. */
export async function sweepOverdue(scope: Scope): Promise<Checked[]> {
  return check(scope, null)
}

async function check(scope: Scope, only: string | null): Promise<Checked[]> {
  const { rows } = await within(scope).execute<{
    id: string
    operator_id: string
    end_reason: EndReason | null
    remaining: number
    idle_remaining: number
  }>(sql`select id, operator_id, end_reason, remaining, idle_remaining from app.end_overdue(${only})`)
  return rows.map((row) => ({
    id: row.id,
    operatorId: row.operator_id,
    endReason: row.end_reason,
    remaining: Number(row.remaining),
    idleRemaining: Number(row.idle_remaining),
  }))
}
