import { z } from 'zod/mini'
import { Notification, NotificationPage, NotificationPreferences, ReadAll } from '#worker/api/schemas/notifications.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { Refusal } from '#worker/http/problem.ts'
import { listNotifications, ownNotifications } from '#worker/notifications/queries/inbox.ts'
import { markNotifications, readAllNotifications } from '#worker/notifications/queries/marks.ts'
import { keepPreferences, readPreferences } from '#worker/notifications/queries/preferences.ts'
import { markBody, markOf, preferencesBody } from '#worker/notifications/rules/forms.ts'
import { clockOf, minutesOf, type Preferences, wished } from '#worker/notifications/rules/preferences.ts'
import { CATEGORIES, isMandatory, SHELVES } from '#worker/notifications/rules/words.ts'

export const notificationApi = [
  operation(
    'GET /api/v1/notifications',
    {
      id: 'listNotifications',
      summary: 'One’s own notifications, the latest first.',
      query: { ...listQuery, shelf: z.optional(z.enum(SHELVES)), category: z.optional(z.enum(CATEGORIES)) },
      answer: NotificationPage,
    },
    async (c, { query: { cursor, limit, shelf = 'open', category } }) => {
      const { db, operator } = c.var
      return paged(await listNotifications(db, operator.id, { shelf, category }, turnFrom(cursor), limit), limit, (row) => row.createdAt)
    },
  ),

  operation(
    'GET /api/v1/notifications/preferences',
    { id: 'getNotificationPreferences', summary: 'What one is told, and by which way.', answer: NotificationPreferences },
    async (c) => shaped(await readPreferences(c.var.db, c.var.operator.id)),
  ),

  operation(
    'PUT /api/v1/notifications/preferences',
    {
      id: 'setNotificationPreferences',
      summary: 'Changes what one is told, over the version that was seen. A category that is not named stays as it was.',
      body: preferencesBody,
      answer: NotificationPreferences,
    },
    async (c, { body: { version, quietFrom, quietTo, categories }, ask }) => {
      const { db, scope, operator } = c.var
      const before = await readPreferences(db, operator.id)
      const wishes = wished([...categories, ...before.wishes])
      const quiet = quietFrom === null || quietTo === null ? null : { from: minutesOf(quietFrom), to: minutesOf(quietTo) }
      const kept = await keepPreferences(scope, ask, { version, quiet, wishes })
      const now = await readPreferences(db, operator.id)
      if (!kept.ok) throw new Refusal('VERSION_CONFLICT', { current: shaped(now) })
      return shaped(now)
    },
  ),

  operation(
    'GET /api/v1/notifications/:notificationId',
    { id: 'getNotification', summary: 'One of one’s own notifications.', answer: Notification },
    async (c, { params }) => (await ownNotifications(c.var.db, c.var.operator.id, [params.notificationId]))[0],
  ),

  operation(
    'PATCH /api/v1/notifications/:notificationId',
    {
      id: 'changeNotification',
      summary: 'Marks one as read or unread, puts it away or puts it off. One thing at a time.',
      body: markBody,
      answer: Notification,
    },
    async (c, { params: { notificationId }, body, ask }) => {
      const { mark, until } = markOf(body)
      const marked = await markNotifications(c.var.scope, ask, c.var.operator.id, {
        mark,
        ids: [notificationId],
        until: until && { until },
      })
      if (!marked.ok) throw new Refusal('INVALID_INPUT', { errors: [{ field: 'snoozedUntil', message: 'A time within the next year.' }] })
      return marked.rows[0]
    },
  ),

  operation(
    'POST /api/v1/notifications/read-all',
    {
      id: 'readAllNotifications',
      summary: 'Marks everything unread as read, or everything of one category.',
      body: z.strictObject({ category: z.optional(z.enum(CATEGORIES)) }),
      answer: ReadAll,
    },
    async (c, { body: { category }, ask }) => ({ changed: await readAllNotifications(c.var.scope, ask, category) }),
  ),
]

const shaped = ({ version, quiet, wishes }: Preferences) => ({
  version,
  quietFrom: quiet && clockOf(quiet.from),
  quietTo: quiet && clockOf(quiet.to),
  categories: wishes.map((wish) => ({ ...wish, mandatory: isMandatory(wish.category) })),
})
