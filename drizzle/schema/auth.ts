import { sql } from 'drizzle-orm'
import { boolean, check, customType, index, integer, pgSchema, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { FAMILY_ENDS } from '#worker/auth/rules/families.ts'
import { ROLES, STAFF_STATUSES } from '#worker/auth/rules/roles.ts'
import { instant, key, newest, oneOf } from './columns.ts'

/** Staff, sign-ins and sessions: read by the guard functions that decide what the rest may show. */
export const app = pgSchema('app')

export const bytea = customType<{ data: Uint8Array; driverData: string }>({ dataType: () => 'bytea' })

/** The vendor's own people. Separate from tenant users: another table, another token audience. */
export const internalUsers = app.table(
  'internal_user',
  {
    id: key().primaryKey(),
    /** The directory's object id (`oid`): who somebody is. An email address can change hands, so it never identifies. */
    directoryId: text('directory_id').notNull(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: ROLES }).notNull(),
    lead: boolean('lead').notNull().default(false),
    status: text('status', { enum: STAFF_STATUSES }).notNull().default('ACTIVE'),
    zone: text('zone').notNull().default('UTC'),
    /** Since when and why somebody is HELD: only their own pages are open to them until a lead releases them. */
    heldAt: instant('held_at'),
    heldReason: text('held_reason'),
    deactivatedAt: instant('deactivated_at'),
    lastLoginAt: instant('last_login_at'),
    lastLoginIp: text('last_login_ip'),
    lastLoginUserAgent: text('last_login_user_agent'),
    /** Moves with every change of role, lead or status: a sign-in cookie made before it is asked to sign in again. */
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    oneOf('internal_user_role_words', t.role, ROLES),
    oneOf('internal_user_status_words', t.status, STAFF_STATUSES),
    check(
      'internal_user_held',
      sql`(${t.status} = 'HELD') = (${t.heldAt} is not null) and (${t.heldAt} is null) = (${t.heldReason} is null)`,
    ),
    check('internal_user_deactivated', sql`(${t.status} = 'DEACTIVATED') = (${t.deactivatedAt} is not null)`),
    uniqueIndex('internal_user_directory_id').on(t.directoryId),
    uniqueIndex('internal_user_email').on(sql`lower(${t.email})`),
  ],
)

export const loginSessions = app.table(
  'login_session',
  {
    id: key().primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => internalUsers.id),
    keyHash: bytea('key_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When the directory last confirmed who it is: at sign-in, and again where an act asks for a fresh one. */
    provedAt: instant('proved_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    revokedAt: instant('revoked_at'),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (t) => [uniqueIndex('login_session_key').on(t.keyHash), index('login_session_of').on(t.operatorId, newest(t.createdAt))],
)

/** A program that goes on without its person: the chain of refresh tokens that began with one trade of a sign-in. It rests on that sign-in
 *  and ends with it, or alone. */
export const tokenFamilies = app.table(
  'token_family',
  {
    id: key().primaryKey(),
    operatorId: text('operator_id')
      .notNull()
      .references(() => internalUsers.id),
    loginSessionId: text('login_session_id')
      .notNull()
      .references(() => loginSessions.id),
    /** The key of the sign-in, sealed by the Worker: access tokens carry it, and no refresh token does. */
    sealed: text('sealed').notNull(),
    /** Counts the tokens; the latest is the one that may be traded. */
    generation: integer('generation').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    rotatedAt: instant('rotated_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason', { enum: FAMILY_ENDS }),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (t) => [
    oneOf('token_family_end_reason_words', t.endReason, FAMILY_ENDS),
    check('token_family_end', sql`(${t.endedAt} is null) = (${t.endReason} is null)`),
    index('token_family_of').on(t.operatorId, newest(t.createdAt), newest(t.id)),
    index('token_family_login').on(t.loginSessionId),
  ],
)

/** Every refresh token that was ever given, by its hash: one that was traded already is known when it comes back. */
export const refreshTokens = app.table(
  'refresh_token',
  {
    keyHash: bytea('key_hash').primaryKey(),
    familyId: text('family_id')
      .notNull()
      .references(() => tokenFamilies.id, { onDelete: 'cascade' }),
    generation: integer('generation').notNull(),
  },
  (t) => [uniqueIndex('refresh_token_generation').on(t.familyId, t.generation)],
)

/** The role matrix as the database knows it; worker/auth/rules/roles.ts is its source and a test compares the two. */
export const rolePermissions = app.table(
  'role_permission',
  { role: text('role').notNull(), lead: boolean('lead').notNull(), permission: text('permission').notNull() },
  (t) => [primaryKey({ columns: [t.role, t.lead, t.permission] })],
)
