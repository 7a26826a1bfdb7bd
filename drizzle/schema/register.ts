import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { CONFIG_DOCUMENTS, ERROR_LEVELS, SECRET_KINDS, TENANT_JOB_KINDS, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'
import { bytea } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'
import { tenants } from './tenant.ts'

const tenantId = () =>
  text('tenant_id')
    .notNull()
    .references(() => tenants.id)

/** Errors of the vendor's product at a tenant, grouped by fingerprint; the message was masked before it was written. */
export const tenantErrors = pgTable(
  'tenant_error',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    fingerprint: text('fingerprint').notNull(),
    level: text('level', { enum: ERROR_LEVELS }).notNull(),
    message: text('message').notNull(),
    source: text('source').notNull(),
    count: integer('count').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [
    oneOf('tenant_error_level_words', t.level, ERROR_LEVELS),
    check('tenant_error_seen', sql`${t.lastSeenAt} >= ${t.firstSeenAt} and ${t.count} > 0`),
    uniqueIndex('tenant_error_fingerprint').on(t.tenantId, t.fingerprint),
    index('tenant_error_page').on(t.tenantId, newest(t.lastSeenAt), newest(t.id)),
    index('tenant_error_level').on(t.tenantId, t.level, newest(t.lastSeenAt), newest(t.id)),
    // Of any tenant: only the rows that a list across tenants shows.
    index('tenant_error_fatal').on(newest(t.lastSeenAt), newest(t.id)).where(sql`${t.level} = 'FATAL'`),
  ],
)

/** How often a group of errors was seen on a day (UTC); the trend is drawn from it. */
export const tenantErrorDays = pgTable(
  'tenant_error_day',
  {
    errorId: text('error_id')
      .notNull()
      .references(() => tenantErrors.id),
    day: date('day', { mode: 'string' }).notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.errorId, t.day] }), check('tenant_error_day_count', sql`${t.count} > 0`)],
)

/** Background jobs of the vendor's product for a tenant. */
export const tenantJobs = pgTable(
  'tenant_job',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    kind: text('kind', { enum: TENANT_JOB_KINDS }).notNull(),
    state: text('state', { enum: TENANT_JOB_STATES }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull().default(5),
    lastError: text('last_error'),
    runAt: instant('run_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    oneOf('tenant_job_kind_words', t.kind, TENANT_JOB_KINDS),
    oneOf('tenant_job_state_words', t.state, TENANT_JOB_STATES),
    check('tenant_job_attempts', sql`${t.attempts} between 0 and ${t.maxAttempts}`),
    index('tenant_job_page').on(t.tenantId, newest(t.createdAt), newest(t.id)),
    index('tenant_job_state').on(t.tenantId, t.state, newest(t.createdAt), newest(t.id)),
    index('tenant_job_given_up').on(newest(t.createdAt), newest(t.id)).where(sql`${t.state} = 'DISCARDED'`),
  ],
)

/** A tenant's settings, one row per version of a document; the highest version is in force. Rows are only ever added. */
export const tenantConfigs = pgTable(
  'tenant_config',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    document: text('document', { enum: CONFIG_DOCUMENTS }).notNull(),
    version: integer('version').notNull(),
    body: jsonb('body').$type<Record<string, string | number | boolean | string[]>>().notNull(),
    reason: text('reason').notNull(),
    /** A member of staff, or null for the tenant itself. */
    changedBy: text('changed_by'),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    oneOf('tenant_config_document_words', t.document, CONFIG_DOCUMENTS),
    check('tenant_config_version', sql`${t.version} > 0`),
    uniqueIndex('tenant_config_version_of').on(t.tenantId, t.document, t.version),
  ],
)

/** Keys and credentials of a tenant. Written, never read: there is no path to `sealed` for any login. */
export const tenantSecrets = pgTable(
  'tenant_secret',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    kind: text('kind', { enum: SECRET_KINDS }).notNull(),
    name: text('name').notNull(),
    lastFour: text('last_four').notNull(),
    sealed: bytea('sealed').notNull(),
    setAt: instant('set_at').notNull(),
    setBy: text('set_by'),
  },
  (t) => [
    oneOf('tenant_secret_kind_words', t.kind, SECRET_KINDS),
    check('tenant_secret_last_four', sql`length(${t.lastFour}) <= 4`),
    uniqueIndex('tenant_secret_name').on(t.tenantId, t.kind, t.name),
  ],
)
