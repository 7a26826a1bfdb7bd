import { and, desc, eq, inArray, isNotNull, isNull, type SQL } from 'drizzle-orm'
import { notifications } from '#drizzle/schema/notifications.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { selectionOf, type Shown } from '#worker/db/shown.ts'
import type { Category, Shelf } from '#worker/notifications/rules/words.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

const listed = {
  id: notifications.id,
  category: notifications.category,
  severity: notifications.severity,
  title: notifications.title,
  sentence: notifications.sentence,
  link: notifications.link,
  entityIds: notifications.entityIds,
  isRead: notifications.isRead,
  archivedAt: notifications.archivedAt,
  snoozedUntil: notifications.snoozedUntil,
  createdAt: notifications.createdAt,
}
export type InboxFilter = { shelf: Shelf; category: Category | undefined }

/** Whatever is archived is read. */
const ON_SHELF: Record<Shelf, SQL | undefined> = {
  open: and(isNull(notifications.archivedAt), isNull(notifications.snoozedUntil)),
  unread: and(eq(notifications.isRead, false), isNull(notifications.snoozedUntil)),
  snoozed: isNotNull(notifications.snoozedUntil),
  archived: isNotNull(notifications.archivedAt),
}

/** Somebody's own notifications, the latest first. */
export function listNotifications(db: Reader, userId: string, { shelf, category }: InboxFilter, turn: Turn, most: number) {
  return db
    .select(listed)
    .from(notifications)
    .where(
      and(
        eq(notifications.userId, userId),
        ON_SHELF[shelf],
        category && eq(notifications.category, category),
        beyond(turn, notifications.createdAt, notifications.id),
      ),
    )
    .orderBy(...inOrder(turn, notifications.createdAt, notifications.id))
    .limit(most)
}
export type ListedNotification = Awaited<ReturnType<typeof listNotifications>>[number]

/** Those of them that are somebody's own. */
export const ownNotifications = (db: Pick<Reader, 'select'>, userId: string, ids: string[]) =>
  db
    .select(listed)
    .from(notifications)
    .where(and(eq(notifications.userId, userId), inArray(notifications.id, ids)))
    .limit(ids.length)

const unread = {
  id: notifications.id,
  category: notifications.category,
  severity: notifications.severity,
  title: notifications.title,
  createdAt: notifications.createdAt,
}
export type UnreadNotification = Shown<typeof unread>

const MOST_ON_CARD = 6

/** What is unread, the latest first, for a card of the home page. */
export const unreadNotifications = (userId: string) =>
  reading(
    'notification',
    unread,
    look
      .select(selectionOf(unread))
      .from(notifications)
      .where(and(eq(notifications.userId, userId), ON_SHELF.unread))
      .orderBy(desc(notifications.createdAt), desc(notifications.id))
      .limit(MOST_ON_CARD),
  )
