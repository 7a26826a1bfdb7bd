import { sql } from 'drizzle-orm'
import { boolean, check, index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { END_REASONS, MODES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { TENANT_ROLES } from '#worker/tenant/rules/words.ts'
import { app, bytea, internalUsers, loginSessions } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'

/** One stay of one operator in one tenant. This row decides: timers and objects only hurry.
 *  It changes at start, extend and end only; tenant and ticket carry no foreign key, so that evidence outlives them. */
export const impersonationSessions = app.table(
  'impersonation_session',
  {
    id: key().primaryKey(),
    keyHash: bytea('key_hash').notNull(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => internalUsers.id),
    /** The sign-in it overlays: the overlay cookie opens nothing beside another sign-in. */
    loginSessionId: text('login_session_id')
      .notNull()
      .references(() => loginSessions.id),
    operatorRole: text('operator_role', { enum: ROLES }).notNull(),
    tenantId: text('tenant_id').notNull(),
    targetUserId: text('target_user_id'),
    /** Whose view it is: the target user's role, or without one the operator's ceiling. */
    seenAs: text('seen_as', { enum: TENANT_ROLES }).notNull(),
    mode: text('mode', { enum: MODES }).notNull().default('READ_ONLY'),
    breakGlass: boolean('break_glass').notNull().default(false),
    category: text('category', { enum: SESSION_CATEGORIES }).notNull(),
    reason: text('reason').notNull(),
    ticketId: text('ticket_id'),
    projectId: text('project_id'),
    approvalId: text('approval_id'),
    startedAt: instant('started_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason', { enum: END_REASONS }),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (t) => [
    oneOf('impersonation_session_operator_role_words', t.operatorRole, ROLES),
    oneOf('impersonation_session_seen_as_words', t.seenAs, TENANT_ROLES),
    oneOf('impersonation_session_mode_words', t.mode, MODES),
    oneOf('impersonation_session_category_words', t.category, SESSION_CATEGORIES),
    oneOf('impersonation_session_end_reason_words', t.endReason, END_REASONS),
    check(
      'impersonation_session_window',
      sql`isfinite(${t.startedAt}) and isfinite(${t.expiresAt}) and ${t.expiresAt} > ${t.startedAt} and ${t.expiresAt} <= ${t.startedAt} + interval '4 hours'`,
    ),
    check('impersonation_session_end', sql`(${t.endedAt} is null) = (${t.endReason} is null) and ${t.endedAt} >= ${t.startedAt}`),
    check('impersonation_session_reason', sql`length(${t.reason}) between 20 and 1000`),
    check(
      'impersonation_session_basis',
      sql`${t.ticketId} is not null or (${t.projectId} is not null and ${t.category} = 'IMPLEMENTATION')`,
    ),
    check('impersonation_session_break_glass_reads', sql`not ${t.breakGlass} or ${t.mode} = 'READ_ONLY'`),
    uniqueIndex('impersonation_session_key').on(t.keyHash),
    uniqueIndex('impersonation_session_one_live').on(t.operatorId).where(sql`${t.endedAt} is null`),
    index('impersonation_session_operator').on(t.operatorId, newest(t.startedAt), newest(t.id)),
    index('impersonation_session_role').on(t.operatorRole, newest(t.startedAt), newest(t.id)),
    index('impersonation_session_tenant').on(t.tenantId, newest(t.startedAt)),
    index('impersonation_session_started').on(newest(t.startedAt), newest(t.id)),
    index('impersonation_session_open').on(t.expiresAt).where(sql`${t.endedAt} is null`),
  ],
)

/** The last human act of a session, apart from its row: touching the row for idleness while a change holds it would deadlock. */
export const impersonationActivity = app.table('impersonation_activity', {
  sessionId: text('session_id')
    .primaryKey()
    .references(() => impersonationSessions.id),
  lastActAt: instant('last_act_at').notNull(),
})
