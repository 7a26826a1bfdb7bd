import { sql } from 'drizzle-orm'
import { check, index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { GRANT_STATES } from '#worker/people/rules/words.ts'
import { app, internalUsers } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'

/** A wish that somebody becomes an administrator. Three different people: who asks, who decides, and whom it is about. */
export const adminGrants = app.table(
  'admin_grant',
  {
    id: key().primaryKey(),
    subjectId: text('subject_id')
      .notNull()
      .references(() => internalUsers.id),
    askedBy: text('asked_by')
      .notNull()
      .references(() => internalUsers.id),
    reason: text('reason').notNull(),
    askedAt: instant('asked_at').notNull(),
    /** Nobody decided until then: it lapsed, and is asked for anew. */
    expiresAt: instant('expires_at').notNull(),
    state: text('state', { enum: GRANT_STATES }).notNull().default('asked'),
    decidedBy: text('decided_by').references(() => internalUsers.id),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    oneOf('admin_grant_state_words', t.state, GRANT_STATES),
    check(
      'admin_grant_three_people',
      sql`${t.askedBy} <> ${t.subjectId} and ${t.decidedBy} <> ${t.askedBy} and ${t.decidedBy} <> ${t.subjectId}`,
    ),
    check(
      'admin_grant_decided',
      sql`(${t.state} = 'asked') = (${t.decidedBy} is null) and (${t.decidedBy} is null) = (${t.decidedAt} is null)`,
    ),
    check('admin_grant_reason', sql`length(${t.reason}) between 10 and 1000`),
    uniqueIndex('admin_grant_one_open').on(t.subjectId).where(sql`${t.state} = 'asked'`),
    index('admin_grant_newest').on(newest(t.askedAt), newest(t.id)),
  ],
)
