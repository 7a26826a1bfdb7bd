import * as z from 'zod/mini'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { CATEGORIES, SEVERITIES } from '#worker/notifications/rules/words.ts'

/** What the API promises of notifications: a sentence, where to look and ids, never content. */
export const Notification = named(
  'Notification',
  z.object({
    id: key,
    category: z.enum(CATEGORIES),
    severity: z.enum(SEVERITIES),
    title: z.string(),
    sentence: z.string(),
    /** A path of the portal; a tenant's own users have none. */
    link: maybe(z.string()),
    entityIds: z.array(z.string()),
    isRead: z.boolean(),
    archivedAt: maybe(instant),
    snoozedUntil: maybe(instant),
    createdAt: instant,
  }),
)
export const NotificationPage = page('NotificationPage', Notification)

export const ReadAll = named('ReadAllNotifications', z.object({ changed: z.int() }))

export const NotificationPreferences = named(
  'NotificationPreferences',
  z.object({
    /** Goes back with a change. */
    version: z.int(),
    /** By the clock on the reader's wall, like `22:00`. */
    quietFrom: maybe(z.string()),
    quietTo: maybe(z.string()),
    categories: z.array(
      z.object({
        category: z.enum(CATEGORIES),
        /** Nobody can turn it off in the portal. */
        mandatory: z.boolean(),
        inApp: z.boolean(),
        email: z.boolean(),
        digestMinutes: z.int(),
      }),
    ),
  }),
)
