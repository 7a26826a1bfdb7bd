import { sql } from 'drizzle-orm'
import type { Database } from '#worker/db/driver.ts'
import { answered } from '#worker/db/answered.ts'
import { type Ask, outside, type RequestContext, type Scope, type Spent, within } from '#worker/db/scope.ts'
import { patiently } from '#worker/db/silence.ts'
import type { Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { EndReason, SessionCategory } from '#worker/impersonation/rules/words.ts'

export type Start = {
  sessionId: string
  sessionKey: string
  tenantId: string
  targetUserId: string | null
  ticketId: string
  category: SessionCategory
  reason: string
  minutes: number
}
export type Decided = { ok: true; id: string; expiresAt: Date } | { ok: false; because: Refusal }

export type DecidedRow = { because: Refusal | null; id: string; expires_at: string }

/** Enters a tenant where nobody needs to be asked. Functions of the database are the only way to make a session; they ask everything
 *  again under lock. */
export function startSession(scope: Scope, ask: Ask, start: Start): Promise<Decided> {
  return answered(
    scope,
    ask,
    async () =>
      decidedFrom(
        (
          await within(scope, { ask }).execute<DecidedRow>(
            sql`select because, id, expires_at from app.start_impersonation(${start.sessionId}, ${start.sessionKey}, ${start.tenantId}, ${start.targetUserId}, ${start.ticketId}, ${start.category}, ${start.reason}, ${start.minutes})`,
          )
        ).rows[0],
      ),
    decidedAgain,
  )
}

/** More time in a session of one's own. */
export function extendSession(
  scope: Scope,
  ask: Ask,
  { sessionId, minutes, reason }: { sessionId: string; minutes: number; reason: string },
): Promise<Decided> {
  return answered(
    scope,
    ask,
    async () =>
      decidedFrom(
        (
          await within(scope, { ask }).execute<DecidedRow>(
            sql`select because, id, expires_at from app.extend_impersonation(${sessionId}, ${minutes}, ${reason})`,
          )
        ).rows[0],
      ),
    decidedAgain,
  )
}

export function decidedFrom(row: DecidedRow | undefined): Decided {
  if (!row) throw new Error('the guard always answers')
  return row.because === null ? { ok: true, id: row.id, expiresAt: new Date(row.expires_at) } : { ok: false, because: row.because }
}

export function decidedAgain({
  outcome,
  entityIds,
  facts,
}: {
  outcome: string
  entityIds: string[]
  facts: Record<string, unknown>
}): Decided {
  return outcome === 'done'
    ? { ok: true, id: entityIds[0] ?? '', expiresAt: new Date(String(facts.expiresAt ?? facts.after)) }
    : { ok: false, because: (facts.because ?? 'NOT_FOUND') as Refusal }
}

/** `byItsKey`: the overlay that was shown was this session's own. */
export type Ended = { id: string; operatorId: string; endedAt: Date; endReason: EndReason; byItsKey: boolean }

/** Ends a session by its own key or by its operator's sign-in. Always succeeds, and twice is the same as once; undefined where there is
 *  no such session for them. */
export async function endSession(
  database: Database,
  {
    sessionId,
    sessionKey,
    loginKey,
    context,
    spent,
  }: { sessionId: string; sessionKey: string | undefined; loginKey: string; context: RequestContext; spent: Spent },
): Promise<Ended | undefined> {
  const { rows } = await patiently(spent, () =>
    outside(database, 'staff', spent).execute<{
      id: string
      operator_id: string
      ended_at: string
      end_reason: EndReason
      by_its_key: boolean
    }>(
      sql`select id, operator_id, ended_at, end_reason, by_its_key from app.end_impersonation(${sessionId}, ${sessionKey ?? ''}, ${loginKey}, ${JSON.stringify(context)}::jsonb)`,
    ),
  )
  const row = rows[0]
  return (
    row && { id: row.id, operatorId: row.operator_id, endedAt: new Date(row.ended_at), endReason: row.end_reason, byItsKey: row.by_its_key }
  )
}

/** The closing note by the session's own operator, one and once it is over; it is a row of the trail and changes nothing else. */
export function noteSession(
  scope: Scope,
  ask: Ask,
  { sessionId, note }: { sessionId: string; note: string },
): Promise<{ ok: true } | { ok: false; because: Refusal }> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ because: Refusal | null }>(
        sql`select because from app.note_impersonation(${sessionId}, ${note})`,
      )
      const because = rows[0]?.because ?? null
      return because === null ? { ok: true } : { ok: false, because }
    },
    ({ outcome, facts }) => (outcome === 'done' ? { ok: true } : { ok: false, because: (facts.because ?? 'NOT_FOUND') as Refusal }),
  )
}
