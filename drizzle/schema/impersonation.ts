import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { ACCESS_STATES, DENIERS, END_REASONS, MODES, REVEAL_STATES, SCOPES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
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
    /** The access that was asked for and approved, where it took an approval. */
    approvalId: text('approval_id'),
    startedAt: instant('started_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** No extension goes past it: the end of what was approved, or of the half-hour of break-glass. */
    limitAt: instant('limit_at'),
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
    check(
      'impersonation_session_break_glass_explains',
      sql`not ${t.breakGlass} or (length(${t.reason}) >= 40 and ${t.approvalId} is null and ${t.limitAt} is not null and ${t.limitAt} <= ${t.startedAt} + interval '30 minutes')`,
    ),
    check('impersonation_session_writes_approved', sql`${t.mode} = 'READ_ONLY' or ${t.approvalId} is not null`),
    check('impersonation_session_limit', sql`${t.expiresAt} <= ${t.limitAt}`),
    uniqueIndex('impersonation_session_key').on(t.keyHash),
    uniqueIndex('impersonation_session_one_live').on(t.operatorId).where(sql`${t.endedAt} is null`),
    index('impersonation_session_operator').on(t.operatorId, newest(t.startedAt), newest(t.id)),
    index('impersonation_session_role').on(t.operatorRole, newest(t.startedAt), newest(t.id)),
    index('impersonation_session_tenant').on(t.tenantId, newest(t.startedAt)),
    index('impersonation_session_started').on(newest(t.startedAt), newest(t.id)),
    uniqueIndex('impersonation_session_one_approval').on(t.approvalId).where(sql`${t.approvalId} is not null`),
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

/** An access that takes somebody else's yes, as it was asked for: a session may begin exactly so, once, or not at all. Only its state
 *  moves; what was asked stays as it was read by who answered. Tenant and ticket carry no foreign key, so that evidence outlives them. */
export const accessRequests = app.table(
  'access_request',
  {
    id: key().primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => internalUsers.id),
    operatorRole: text('operator_role', { enum: ROLES }).notNull(),
    tenantId: text('tenant_id').notNull(),
    targetUserId: text('target_user_id'),
    ticketId: text('ticket_id').notNull(),
    mode: text('mode', { enum: MODES }).notNull(),
    scope: text('scope', { enum: SCOPES }).notNull(),
    category: text('category', { enum: SESSION_CATEGORIES }).notNull(),
    reason: text('reason').notNull(),
    minutes: integer('minutes').notNull(),
    /** SHA-256 of all of the above as they were asked (`app.request_hash`): one byte changed at the start is another request. */
    requestHash: bytea('request_hash').notNull(),
    state: text('state', { enum: ACCESS_STATES }).notNull().default('WAITING'),
    askedAt: instant('asked_at').notNull(),
    /** Each who is asked has a clock of their own: a colleague until then, and the customer, where their policy wants to be asked. */
    answerBy: instant('answer_by').notNull(),
    customerBy: instant('customer_by'),
    approverId: text('approver_id').references(() => internalUsers.id),
    approverRole: text('approver_role', { enum: ROLES }),
    approvedAt: instant('approved_at'),
    customerApprovedAt: instant('customer_approved_at'),
    /** Who at the customer's answered. */
    customerAnswerer: text('customer_answerer'),
    /** Until when the session may begin: a quarter of an hour after the last yes. */
    startBy: instant('start_by'),
    deniedBy: text('denied_by', { enum: DENIERS }),
    /** The colleague who denied it. */
    denierId: text('denier_id').references(() => internalUsers.id),
    closedAt: instant('closed_at'),
    /** What who answered last said to it. */
    note: text('note'),
    sessionId: text('session_id').references(() => impersonationSessions.id),
  },
  (t) => [
    oneOf('access_request_operator_role_words', t.operatorRole, ROLES),
    oneOf('access_request_approver_role_words', t.approverRole, ROLES),
    oneOf('access_request_mode_words', t.mode, MODES),
    oneOf('access_request_scope_words', t.scope, SCOPES),
    oneOf('access_request_category_words', t.category, SESSION_CATEGORIES),
    oneOf('access_request_state_words', t.state, ACCESS_STATES),
    oneOf('access_request_denied_by_words', t.deniedBy, DENIERS),
    check('access_request_minutes', sql`${t.minutes} between 1 and 60`),
    check('access_request_reason', sql`length(${t.reason}) between 20 and 1000`),
    check('access_request_four_eyes', sql`${t.approverId} <> ${t.operatorId} and ${t.denierId} <> ${t.operatorId}`),
    check(
      'access_request_answered',
      sql`(${t.approverId} is null) = (${t.approvedAt} is null) and (${t.approverId} is null) = (${t.approverRole} is null)`,
    ),
    check(
      'access_request_approved',
      sql`${t.state} not in ('APPROVED', 'USED') or (${t.approverId} is not null and ${t.startBy} is not null and (${t.customerBy} is null or ${t.customerApprovedAt} is not null))`,
    ),
    check('access_request_denied', sql`(${t.state} = 'DENIED') = (${t.deniedBy} is not null)`),
    check('access_request_used', sql`${t.state} <> 'USED' or ${t.sessionId} is not null`),
    check(
      'access_request_clocks',
      sql`isfinite(${t.askedAt}) and isfinite(${t.answerBy}) and ${t.answerBy} <= ${t.askedAt} + interval '30 minutes' and ${t.customerBy} <= ${t.askedAt} + interval '12 hours'`,
    ),
    uniqueIndex('access_request_one_open').on(t.operatorId, t.tenantId).where(sql`${t.state} in ('WAITING', 'APPROVED')`),
    index('access_request_newest').on(newest(t.askedAt), newest(t.id)),
    index('access_request_of').on(t.operatorId, newest(t.askedAt), newest(t.id)),
    index('access_request_tenant').on(t.tenantId, newest(t.askedAt), newest(t.id)),
    index('access_request_open').on(t.askedAt, t.id).where(sql`${t.state} in ('WAITING', 'APPROVED')`),
  ],
)

/** More reveals in a session than everybody has: asked from inside it, answered by a colleague. Each yes gives as many again. */
export const revealRequests = app.table(
  'reveal_request',
  {
    id: key().primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => impersonationSessions.id),
    operatorId: text('operator_id')
      .notNull()
      .references(() => internalUsers.id),
    tenantId: text('tenant_id').notNull(),
    reason: text('reason').notNull(),
    state: text('state', { enum: REVEAL_STATES }).notNull().default('WAITING'),
    askedAt: instant('asked_at').notNull(),
    answerBy: instant('answer_by').notNull(),
    answererId: text('answerer_id').references(() => internalUsers.id),
    answeredAt: instant('answered_at'),
    /** What who answered said to it. */
    note: text('note'),
  },
  (t) => [
    oneOf('reveal_request_state_words', t.state, REVEAL_STATES),
    check('reveal_request_reason', sql`length(${t.reason}) between 10 and 300`),
    check('reveal_request_four_eyes', sql`${t.answererId} <> ${t.operatorId}`),
    check('reveal_request_answered', sql`(${t.state} in ('APPROVED', 'DENIED')) = (${t.answererId} is not null)`),
    check('reveal_request_closed', sql`(${t.state} = 'WAITING') = (${t.answeredAt} is null)`),
    check(
      'reveal_request_clock',
      sql`isfinite(${t.askedAt}) and ${t.answerBy} > ${t.askedAt} and ${t.answerBy} <= ${t.askedAt} + interval '30 minutes'`,
    ),
    uniqueIndex('reveal_request_one_open').on(t.sessionId).where(sql`${t.state} = 'WAITING'`),
    index('reveal_request_of').on(t.sessionId, newest(t.askedAt), newest(t.id)),
  ],
)
