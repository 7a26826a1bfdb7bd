import { sql } from 'drizzle-orm'
import { answered } from '#worker/db/answered.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { type Decided, decidedAgain, decidedFrom, type DecidedRow, type Start } from '#worker/impersonation/queries/session-acts.ts'
import type { AnswerRefusal, Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { Mode, Scope as Reach, SessionCategory } from '#worker/impersonation/rules/words.ts'

/** A session as it is asked for and begun, to the byte. */
export type Wished = Omit<Start, 'sessionId' | 'sessionKey'> & { mode: Mode; scope: Reach }
export type Asked = { ok: true; id: string } | { ok: false; because: Refusal }

/** Asks for an access that takes somebody else's yes. */
export function askAccess(scope: Scope, ask: Ask, wished: Wished & { requestId: string }): Promise<Asked> {
  const { requestId, tenantId, targetUserId, ticketId, mode, scope: reach, category, reason, minutes } = wished
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ because: Refusal | null }>(
        sql`select because from app.ask_access(${requestId}, ${tenantId}, ${targetUserId}, ${ticketId}, ${mode}, ${reach}, ${category}, ${reason}, ${minutes})`,
      )
      if (!rows[0]) throw new Error('the guard always answers')
      return rows[0].because === null ? { ok: true, id: requestId } : { ok: false, because: rows[0].because }
    },
    ({ outcome, entityIds, facts }) =>
      outcome === 'done' ? { ok: true, id: entityIds[0] ?? '' } : { ok: false, because: (facts.because ?? 'TENANT_UNKNOWN') as Refusal },
  )
}

/** Begins what was approved, once and exactly so. */
export function startApproved(
  scope: Scope,
  ask: Ask,
  { requestId, ...start }: Start & Pick<Wished, 'mode' | 'scope'> & { requestId: string },
): Promise<Decided> {
  const { sessionId, sessionKey, tenantId, targetUserId, ticketId, category, reason, minutes, mode, scope: reach } = start
  return answered(
    scope,
    ask,
    async () =>
      decidedFrom(
        (
          await within(scope, { ask }).execute<DecidedRow>(
            sql`select because, id, expires_at from app.start_approved(${requestId}, ${sessionId}, ${sessionKey}, ${tenantId}, ${targetUserId}, ${ticketId}, ${category}, ${reason}, ${minutes}, ${mode}, ${reach})`,
          )
        ).rows[0],
      ),
    decidedAgain,
  )
}

export type Broken = {
  sessionId: string
  sessionKey: string
  tenantId: string
  ticketId: string
  category: SessionCategory
  reason: string
}

/** Enters without asking anybody: they are told instead. */
export function breakGlass(
  scope: Scope,
  ask: Ask,
  { sessionId, sessionKey, tenantId, ticketId, category, reason }: Broken,
): Promise<Decided> {
  return answered(
    scope,
    ask,
    async () =>
      decidedFrom(
        (
          await within(scope, { ask }).execute<DecidedRow>(
            sql`select because, id, expires_at from app.break_glass(${sessionId}, ${sessionKey}, ${tenantId}, ${ticketId}, ${category}, ${reason})`,
          )
        ).rows[0],
      ),
    decidedAgain,
  )
}

export const ANSWERS = ['approve', 'deny', 'withdraw'] as const
export type Answer = (typeof ANSWERS)[number]
/** What came of an answer. `ended`: the session that had begun from the request, if a no ended it. */
export type Answered = { ok: true; operatorId: string; ended: string | null } | { ok: false; because: AnswerRefusal | 'NOT_FOUND' }

/** A colleague's yes or no, or taking back what one asked for. */
export function answerAccess(
  scope: Scope,
  ask: Ask,
  { requestId, answer, note }: { requestId: string; answer: Answer; note: string | null },
): Promise<Answered> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{
        because: AnswerRefusal | 'NOT_FOUND' | null
        operator_id: string
        session_id: string | null
      }>(sql`select because, operator_id, session_id from app.answer_access(${requestId}, ${answer}, ${note})`)
      const row = rows[0]
      if (!row) throw new Error('the guard always answers')
      return row.because === null ? { ok: true, operatorId: row.operator_id, ended: row.session_id } : { ok: false, because: row.because }
    },
    ({ outcome, entityIds, facts }) =>
      outcome === 'done'
        ? { ok: true, operatorId: String(facts.operator ?? ''), ended: entityIds[1] ?? null }
        : { ok: false, because: (facts.because ?? 'NOT_FOUND') as AnswerRefusal },
  )
}

/** So many lapse in one minute at most; the next goes on. Nothing begins from what is not written down yet. */
const MOST_LAPSED = 500

export async function lapseDueAccess(scope: Scope): Promise<void> {
  await within(scope).execute(sql`select app.lapse_due_access(${MOST_LAPSED})`)
}
