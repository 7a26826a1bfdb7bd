import { sql } from 'drizzle-orm'
import { bigint, customType, index, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core'
import { OUTCOMES } from '#worker/audit/rules/acts.ts'
import { app, bytea } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'

export const audit = pgSchema('audit')

const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

/** Where each chain stands. Its lock is taken last of all, so that `at` never runs backwards within a chain. */
export const heads = audit.table('trail_head', {
  chain: text('chain').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: bytea('hash').notNull(),
  xact: xid8('xact'),
})

/** Every act, refused act and reading. Insert and select only; no foreign key, so that evidence outlives what it speaks of.
 *  A BEFORE INSERT trigger fills in who, when, where in the chain and the hash: nobody who inserts can name them. */
export const trail = audit.table(
  'trail',
  {
    chain: text('chain').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    prev: bytea('prev').notNull(),
    hash: bytea('hash').notNull(),
    /** The text that was hashed, as it was hashed. */
    canonical: text('canonical').notNull(),
    at: instant('at').notNull(),
    operatorId: text('operator_id').notNull(),
    operatorRole: text('operator_role'),
    onBehalfOf: text('on_behalf_of'),
    sessionId: text('session_id'),
    tenantId: text('tenant_id'),
    act: text('act').notNull(),
    sentence: text('sentence').notNull(),
    outcome: text('outcome', { enum: OUTCOMES }).notNull(),
    entityType: text('entity_type'),
    entityIds: text('entity_ids').array().notNull().default(sql`'{}'`),
    facts: jsonb('facts').$type<Record<string, unknown>>().notNull().default({}),
    reason: text('reason'),
    requestId: text('request_id'),
    ip: text('ip'),
    userAgent: text('user_agent'),
    appVersion: text('app_version'),
  },
  (t) => [
    primaryKey({ columns: [t.chain, t.seq] }),
    oneOf('trail_outcome_words', t.outcome, OUTCOMES),
    index('trail_newest').on(newest(t.at), newest(t.chain), newest(t.seq)),
    index('trail_of_tenant').on(t.tenantId, newest(t.at)),
    index('trail_of_operator').on(t.operatorId, newest(t.at)),
    index('trail_of_role').on(t.operatorRole, newest(t.at)),
    index('trail_of_act').on(t.act, newest(t.at)),
    // Most rows say 'read' or 'done'; for those the time alone serves.
    index('trail_rare_outcome').on(t.outcome, newest(t.at)).where(sql`${t.outcome} in ('partly', 'refused', 'not_found')`),
    index('trail_of_session').on(t.sessionId, t.seq),
    index('trail_of_entity_ids').using('gin', t.entityIds),
  ],
)

/** What was signed and put outside the database, as it was put there: this copy is for reading, the one outside is the evidence.
 *  Numbered without gaps; insert only. */
export const checkpoints = audit.table('checkpoint', {
  number: bigint('number', { mode: 'number' }).primaryKey(),
  at: instant('at').notNull(),
  /** The five minutes it stands for, by their beginning. */
  slot: instant('slot').notNull(),
  storageKey: text('storage_key').notNull(),
  /** Of the signed document; the next one names it. */
  hash: bytea('hash').notNull(),
  keyId: text('key_id').notNull(),
  /** How many chains had moved. */
  chains: bigint('chains', { mode: 'number' }).notNull(),
  /** Document and signature. */
  signed: text('signed').notNull(),
})

/** How far each chain stands in a checkpoint. A place to go on from, and what the trail must still hold. */
export const coveredHeads = audit.table('covered_head', {
  chain: text('chain').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: bytea('hash').notNull(),
  number: bigint('number', { mode: 'number' }).notNull(),
})

/** Idempotency: which question a key asked, and the trail row that answers it. Purged after 24 h. */
export const answers = app.table(
  'answer',
  {
    operatorId: text('operator_id').notNull(),
    key: key('key').notNull(),
    asked: bytea('asked').notNull(),
    chain: text('chain'),
    seq: bigint('seq', { mode: 'number' }),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.operatorId, t.key] }), index('answer_age').on(t.createdAt)],
)
