import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { EVENT_KINDS, JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'
import { app, internalUsers } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'

/** Work that is done after the answer, at least once, with an effect that happens once. Arguments are ids, codes and counts only. */
export const jobs = app.table(
  'job',
  {
    id: key().primaryKey(),
    kind: text('kind', { enum: JOB_KINDS }).notNull(),
    tenantId: text('tenant_id'),
    /** Put in from inside a tenant: it is refused once that session is over. */
    sessionId: text('session_id'),
    priority: smallint('priority').notNull().default(1),
    args: jsonb('args').$type<Record<string, unknown>>().notNull().default({}),
    state: text('state', { enum: JOB_STATES }).notNull().default('available'),
    runAt: instant('run_at').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull(),
    leaseUntil: instant('lease_until'),
    /** Counts the claims: whoever holds an older number is too late to say how it ended. */
    fence: integer('fence').notNull().default(0),
    dedup: text('dedup'),
    /** A code, never a message: messages hold parameters. */
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    oneOf('job_kind_words', t.kind, JOB_KINDS),
    oneOf('job_state_words', t.state, JOB_STATES),
    check('job_priority_words', sql`${t.priority} between 0 and 2`),
    check('job_attempts', sql`${t.attempts} between 0 and ${t.maxAttempts}`),
    check('job_lease', sql`(${t.state} = 'running') = (${t.leaseUntil} is not null)`),
    check('job_finished', sql`(${t.state} in ('completed', 'cancelled', 'discarded')) = (${t.finishedAt} is not null)`),
    check('job_last_error', sql`length(${t.lastError}) <= 100`),
    uniqueIndex('job_dedup').on(t.dedup),
    index('job_due').on(t.priority, t.runAt).where(sql`${t.state} in ('scheduled', 'available', 'retryable')`),
    index('job_oldest').on(t.runAt).where(sql`${t.state} in ('scheduled', 'available', 'retryable')`),
    index('job_lease_until').on(t.leaseUntil).where(sql`${t.state} = 'running'`),
    index('job_page').on(newest(t.createdAt), newest(t.id)),
    index('job_kind').on(t.kind, newest(t.createdAt), newest(t.id)),
    index('job_state').on(t.state, newest(t.createdAt), newest(t.id)),
  ],
)

/** Events, written in the transaction of their cause and delivered at least once; `seq` counts per entity, so that a consumer can drop
 *  what it has seen. */
export const outbox = app.table(
  'outbox',
  {
    eventId: text('event_id').primaryKey(),
    entity: text('entity').notNull(),
    entityId: text('entity_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    kind: text('kind', { enum: EVENT_KINDS }).notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull().default({}),
    at: instant('at').notNull().defaultNow(),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    oneOf('outbox_kind_words', t.kind, EVENT_KINDS),
    uniqueIndex('outbox_seq').on(t.entity, t.entityId, t.seq),
    index('outbox_waiting').on(t.at, t.eventId).where(sql`${t.deliveredAt} is null`),
    index('outbox_delivered').on(t.deliveredAt).where(sql`${t.deliveredAt} is not null`),
  ],
)

/** Letters that were not sent but kept, where no mail provider is configured: locally and in tests. The key is the job's, so a letter
 *  that is sent again is the same letter. */
export const keptMail = app.table(
  'kept_mail',
  {
    key: text('key').primaryKey(),
    /** Whose letter it is; a customer's contact is nobody of the staff. */
    operatorId: text('operator_id').references(() => internalUsers.id),
    address: text('address').notNull(),
    subject: text('subject').notNull(),
    letter: text('letter').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('kept_mail_newest').on(newest(t.at), newest(t.key))],
)
