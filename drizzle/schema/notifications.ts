import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { CATEGORIES, MANDATORY, SEVERITIES } from '#worker/notifications/rules/words.ts'
import { app } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'

const tenantId = () => text('tenant_id')
const literals = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(', '))

/** The inbox of record: what somebody was told, and what they did with it. A member of staff, or with a tenant one of its own users.
 *  A title, a sentence and ids, never content. */
export const notifications = app.table(
  'notification',
  {
    id: key().primaryKey(),
    userId: text('user_id').notNull(),
    tenantId: tenantId(),
    /** What happened; the same event is told to one person once. */
    eventId: text('event_id').notNull(),
    notice: text('notice').notNull(),
    category: text('category', { enum: CATEGORIES }).notNull(),
    severity: text('severity', { enum: SEVERITIES }).notNull(),
    title: text('title').notNull(),
    sentence: text('sentence').notNull(),
    /** A path of the portal; a tenant's own users have none. */
    link: text('link'),
    entityIds: text('entity_ids').array().notNull().default(sql`'{}'`),
    isRead: boolean('is_read').notNull().default(false),
    archivedAt: instant('archived_at'),
    snoozedUntil: instant('snoozed_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Since when a letter about it is owed, and when it was put in: letters of a category are collected. */
    letterDue: instant('letter_due'),
    letterAt: instant('letter_at'),
  },
  (t) => [
    oneOf('notification_category_words', t.category, CATEGORIES),
    oneOf('notification_severity_words', t.severity, SEVERITIES),
    check('notification_link', sql`${t.link} like '/%' and ${t.link} not like '//%' and length(${t.link}) <= 300`),
    check('notification_on_one_shelf', sql`${t.archivedAt} is null or (${t.snoozedUntil} is null and ${t.isRead})`),
    uniqueIndex('notification_once').on(t.eventId, t.userId),
    index('notification_page').on(t.userId, newest(t.createdAt), newest(t.id)),
    index('notification_unread').on(t.userId, t.isRead, newest(t.createdAt), newest(t.id)),
    index('notification_category').on(t.userId, t.category, newest(t.createdAt), newest(t.id)),
    index('notification_archived').on(t.userId, newest(t.createdAt), newest(t.id)).where(sql`${t.archivedAt} is not null`),
    index('notification_snoozed').on(t.userId, newest(t.createdAt), newest(t.id)).where(sql`${t.snoozedUntil} is not null`),
    index('notification_to_wake').on(t.snoozedUntil).where(sql`${t.snoozedUntil} is not null`),
    index('notification_owed').on(t.userId, t.category).where(sql`${t.letterDue} is not null and ${t.letterAt} is null`),
    index('notification_age').on(t.createdAt),
  ],
)

/** One row per person who was ever told anything. `unread` is what the bell shows, moved by a trigger in the transaction of every change;
 *  whoever changes notifications of a person holds this row first. Quiet hours are minutes after midnight by the clock on that person's wall. */
export const notificationInboxes = app.table(
  'notification_inbox',
  {
    userId: text('user_id').primaryKey(),
    tenantId: tenantId(),
    unread: integer('unread').notNull().default(0),
    quietFrom: smallint('quiet_from'),
    quietTo: smallint('quiet_to'),
    /** Moves with every change of the preferences: two tabs do not overwrite each other. */
    version: integer('version').notNull().default(0),
  },
  (t) => [
    check('notification_inbox_unread', sql`${t.unread} >= 0`),
    check(
      'notification_inbox_quiet',
      sql`(${t.quietFrom} is null) = (${t.quietTo} is null) and ${t.quietFrom} <> ${t.quietTo} and ${t.quietFrom} between 0 and 1439 and ${t.quietTo} between 0 and 1439`,
    ),
  ],
)

/** What somebody chose for a category. Without a row it is as it is at first (worker/notifications/rules/words.ts). */
export const notificationPreferences = app.table(
  'notification_preference',
  {
    userId: text('user_id').notNull(),
    tenantId: tenantId(),
    category: text('category', { enum: CATEGORIES }).notNull(),
    inApp: boolean('in_app').notNull(),
    email: boolean('by_letter').notNull(),
    digestMinutes: smallint('digest_minutes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.category] }),
    oneOf('notification_preference_category_words', t.category, CATEGORIES),
    check('notification_preference_digest', sql`${t.digestMinutes} between 0 and 1440`),
    check('notification_preference_mandatory', sql`${t.inApp} or ${t.category} not in (${literals(MANDATORY)})`),
  ],
)
