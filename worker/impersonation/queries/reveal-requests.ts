import { desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { revealRequests } from '#drizzle/schema/impersonation.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { answered } from '#worker/db/answered.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import type { AnswerRefusal, RevealRefusal } from '#worker/impersonation/rules/refusals.ts'
import type { RevealState } from '#worker/impersonation/rules/words.ts'

const answerer = alias(internalUsers, 'answerer')

/** The most wishes of one session that are shown; one at a time is open. */
const MOST = 20

/** What was asked for in a session, the latest first, as this reader may know of it (row-level security decides). `left`: how many reveals
 *  the reader still has there, where they are in it. */
export async function readRevealRequests(db: Reader, sessionId: string) {
  const [requests, [own]] = await db.batch([
    db
      .select({
        id: revealRequests.id,
        sessionId: revealRequests.sessionId,
        operatorId: revealRequests.operatorId,
        operatorName: internalUsers.name,
        operatorRole: internalUsers.role,
        tenantId: revealRequests.tenantId,
        tenantName: tenants.name,
        reason: revealRequests.reason,
        /** By the database's clock, whether or not that was written down. */
        state: sql<RevealState>`app.reveal_request_state(reveal_request)`,
        askedAt: revealRequests.askedAt,
        answerBy: revealRequests.answerBy,
        answererId: revealRequests.answererId,
        answererName: answerer.name,
        answeredAt: revealRequests.answeredAt,
        note: revealRequests.note,
      })
      .from(revealRequests)
      .innerJoin(internalUsers, eq(internalUsers.id, revealRequests.operatorId))
      .leftJoin(tenants, eq(tenants.id, revealRequests.tenantId))
      .leftJoin(answerer, eq(answerer.id, revealRequests.answererId))
      .where(eq(revealRequests.sessionId, sessionId))
      .orderBy(desc(revealRequests.askedAt), desc(revealRequests.id))
      .limit(MOST),
    db.select({ left: sql<number | null>`own.left` }).from(sql`app.reveals_left(${sessionId}) own ("left")`),
  ])
  return { requests, left: own?.left ?? null }
}
export type RevealRequest = Awaited<ReturnType<typeof readRevealRequests>>['requests'][number]

export type Because = RevealRefusal | 'NOT_FOUND' | 'NOT_PERMITTED'
export type Asked = { ok: true; id: string } | { ok: false; because: Because }

/** Asks for more reveals in the session one is in. */
export function askReveals(
  scope: Scope,
  ask: Ask,
  { requestId, sessionId, reason }: { requestId: string; sessionId: string; reason: string },
): Promise<Asked> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ because: Because | null }>(
        sql`select because from app.ask_reveals(${requestId}, ${sessionId}, ${reason})`,
      )
      if (!rows[0]) throw new Error('the guard always answers')
      return rows[0].because === null ? { ok: true, id: requestId } : { ok: false, because: rows[0].because }
    },
    ({ outcome, entityIds, facts }) =>
      outcome === 'done' ? { ok: true, id: entityIds[0] ?? '' } : { ok: false, because: (facts.because ?? 'NOT_FOUND') as Because },
  )
}

export type RevealAnswer = { requestId: string; sessionId: string; answer: 'approve' | 'deny'; note: string }

/** A colleague's yes or no. */
export function answerReveals(
  scope: Scope,
  ask: Ask,
  { requestId, sessionId, answer, note }: RevealAnswer,
): Promise<{ ok: true } | { ok: false; because: AnswerRefusal | 'NOT_FOUND' }> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ because: AnswerRefusal | 'NOT_FOUND' | null }>(
        sql`select because from app.answer_reveals(${requestId}, ${sessionId}, ${answer}, ${note})`,
      )
      const because = rows[0]?.because ?? null
      return because === null ? { ok: true } : { ok: false, because }
    },
    ({ outcome, facts }) =>
      outcome === 'done' ? { ok: true } : { ok: false, because: (facts.because ?? 'NOT_FOUND') as AnswerRefusal | 'NOT_FOUND' },
  )
}
