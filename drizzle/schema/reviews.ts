import { sql } from 'drizzle-orm'
import { check, index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { REVIEW_REASONS, REVIEW_STATES } from '#worker/reviews/rules/words.ts'
import { app, internalUsers } from './auth.ts'
import { instant, key, newest, oneOf, someOf } from './columns.ts'
import { impersonationSessions } from './impersonation.ts'

/** A second person's look at a session that is over: one row per session, with every reason there is for it. Made by the transaction that
 *  ends the session. Who worked and who approved are copied, so that a CHECK can keep them apart from who reviews. */
export const sessionReviews = app.table(
  'session_review',
  {
    id: key().primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => impersonationSessions.id),
    operatorId: text('operator_id').notNull(),
    operatorRole: text('operator_role', { enum: ROLES }).notNull(),
    tenantId: text('tenant_id').notNull(),
    approverId: text('approver_id'),
    reasons: text('reasons', { enum: REVIEW_REASONS }).array().notNull(),
    state: text('state', { enum: REVIEW_STATES }).notNull().default('pending'),
    reviewerId: text('reviewer_id').references(() => internalUsers.id),
    note: text('note'),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    decidedAt: instant('decided_at'),
    /** When reviewers were told that nobody had looked in time. */
    overdueAt: instant('overdue_at'),
  },
  (t) => [
    oneOf('session_review_operator_role_words', t.operatorRole, ROLES),
    someOf('session_review_reasons_words', t.reasons, REVIEW_REASONS),
    oneOf('session_review_state_words', t.state, REVIEW_STATES),
    check(
      'session_review_four_eyes',
      sql`${t.reviewerId} <> ${t.operatorId} and ${t.reviewerId} <> ${t.approverId} and ${t.approverId} <> ${t.operatorId}`,
    ),
    check(
      'session_review_decided',
      sql`(${t.state} = 'pending') = (${t.reviewerId} is null) and (${t.reviewerId} is null) = (${t.decidedAt} is null) and (${t.reviewerId} is null) = (${t.note} is null)`,
    ),
    check('session_review_note', sql`length(${t.note}) between 10 and 1000`),
    check('session_review_due', sql`isfinite(${t.dueAt}) and ${t.dueAt} > ${t.createdAt}`),
    uniqueIndex('session_review_of_session').on(t.sessionId),
    index('session_review_pending').on(t.dueAt, t.id).where(sql`${t.state} = 'pending'`),
    index('session_review_decided_newest').on(t.state, newest(t.decidedAt), newest(t.id)),
    index('session_review_waiting_of').on(t.operatorId).where(sql`${t.state} = 'pending'`),
  ],
)
