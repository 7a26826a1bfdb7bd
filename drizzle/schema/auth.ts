import { sql } from 'drizzle-orm'
import { boolean, check, customType, index, integer, pgSchema, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
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

/** The role matrix as the database knows it; worker/auth/rules/roles.ts is its source and a test compares the two. */
export const rolePermissions = app.table(
  'role_permission',
  { role: text('role').notNull(), lead: boolean('lead').notNull(), permission: text('permission').notNull() },
  (t) => [primaryKey({ columns: [t.role, t.lead, t.permission] })],
)
