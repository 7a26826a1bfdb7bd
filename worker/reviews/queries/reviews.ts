import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { sessionReviews } from '#drizzle/schema/reviews.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import { type Answer, asked } from '#worker/people/queries/asked.ts'
import type { ReviewRefusal } from '#worker/reviews/rules/refusals.ts'
import type { ReviewState, Verdict } from '#worker/reviews/rules/words.ts'

const operator = alias(internalUsers, 'operator')
const reviewer = alias(internalUsers, 'reviewer')
const approver = alias(internalUsers, 'approver')

/** A place in the list: the last row that was shown, by what the list is ordered by. */
type Place = { at: Date; id: string }

/** Reviews in one state: those that wait by when they are due, the others by when they were decided, the latest first. */
export function listReviews(db: Reader, { state, after, most }: { state: ReviewState; after: Place | undefined; most: number }) {
  const waits = state === 'pending'
  const at = waits ? sessionReviews.dueAt : sessionReviews.decidedAt
  const place = after && sql`(${after.at.toISOString()}::timestamptz, ${after.id})`
  return db
    .select({
      id: sessionReviews.id,
      sessionId: sessionReviews.sessionId,
      operatorId: sessionReviews.operatorId,
      operatorName: operator.name,
      operatorRole: sessionReviews.operatorRole,
      tenantId: sessionReviews.tenantId,
      tenantName: tenants.name,
      approverId: sessionReviews.approverId,
      approverName: approver.name,
      reasons: sessionReviews.reasons,
      state: sessionReviews.state,
      reviewerName: reviewer.name,
      note: sessionReviews.note,
      createdAt: sessionReviews.createdAt,
      dueAt: sessionReviews.dueAt,
      decidedAt: sessionReviews.decidedAt,
    })
    .from(sessionReviews)
    .leftJoin(operator, eq(operator.id, sessionReviews.operatorId))
    .leftJoin(reviewer, eq(reviewer.id, sessionReviews.reviewerId))
    .leftJoin(approver, eq(approver.id, sessionReviews.approverId))
    .leftJoin(tenants, eq(tenants.id, sessionReviews.tenantId))
    .where(
      and(
        eq(sessionReviews.state, state),
        place && (waits ? sql`(${at}, ${sessionReviews.id}) > ${place}` : sql`(${at}, ${sessionReviews.id}) < ${place}`),
      ),
    )
    .orderBy(...(waits ? [asc(at), asc(sessionReviews.id)] : [desc(at), desc(sessionReviews.id)]))
    .limit(most)
}
export type ListedReview = Awaited<ReturnType<typeof listReviews>>[number]

/** Where a row stands in its list. */
export const placeOf = ({ dueAt, decidedAt }: Pick<ListedReview, 'dueAt' | 'decidedAt'>) => decidedAt ?? dueAt

/** Whose session a review is about; nobody is told of a review that they may not see. */
export async function readReview(db: Reader, reviewId: string) {
  const [row] = await db
    .select({ sessionId: sessionReviews.sessionId, operatorId: sessionReviews.operatorId })
    .from(sessionReviews)
    .where(eq(sessionReviews.id, reviewId))
    .limit(1)
  return row
}

const MOST = 6

const waiting = {
  id: sessionReviews.id,
  sessionId: sessionReviews.sessionId,
  operatorId: sessionReviews.operatorId,
  operatorName: reckoned(
    'operator_name',
    'internal',
    sql<string | null>`(select ${internalUsers.name} from ${internalUsers} where ${internalUsers.id} = ${sessionReviews.operatorId})`,
  ),
  tenantName: reckoned(
    'tenant_name',
    'internal',
    sql<string | null>`(select ${tenants.name} from ${tenants} where ${tenants.id} = ${sessionReviews.tenantId})`,
  ),
  reasons: sessionReviews.reasons,
  dueAt: sessionReviews.dueAt,
}
export type WaitingReview = Shown<typeof waiting>

/** What is due soonest of what this reviewer may decide, for a card. */
export const waitingReviews = (reviewerId: string) =>
  reading(
    'session_review',
    waiting,
    look
      .select(selectionOf(waiting))
      .from(sessionReviews)
      .where(
        and(
          eq(sessionReviews.state, 'pending'),
          sql`${sessionReviews.operatorId} <> ${reviewerId} and ${sessionReviews.approverId} is distinct from ${reviewerId}`,
        ),
      )
      .orderBy(asc(sessionReviews.dueAt), asc(sessionReviews.id))
      .limit(MOST),
  )

/** The second pair of eyes. Its answer names the review, and the sessions that ended with a hold. */
export const decideReview = (scope: Scope, ask: Ask, { reviewId, verdict, note, hold }: Decision): Promise<Answer<ReviewRefusal>> =>
  asked(scope, ask, sql`select because, sessions from app.decide_review(${reviewId}, ${verdict}, ${note}, ${hold})`, () => [reviewId])

export type Decision = { reviewId: string; verdict: Verdict; note: string; hold: boolean }

/** So many are told of at once. */
const MOST_TOLD = 500

/** Tells the reviewers of what is late; answers how many reviews that were. */
export async function tellOverdueReviews(scope: Scope): Promise<number> {
  const { rows } = await within(scope).execute<{ told: number }>(sql`select app.tell_overdue_reviews(${MOST_TOLD}) as told`)
  return Number(rows[0]?.told ?? 0)
}
