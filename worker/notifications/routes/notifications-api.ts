import * as z from 'zod/mini'
import { Notification, NotificationPage, NotificationPreferences, ReadAll } from '#worker/api/schemas/notifications.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { turnFrom } from '#worker/http/page.ts'
import { Refusal } from '#worker/http/problem.ts'
import { listNotifications, ownNotifications } from '#worker/notifications/queries/inbox.ts'
import { markNotifications, readAllNotifications } from '#worker/notifications/queries/marks.ts'
import { keepPreferences, readPreferences } from '#worker/notifications/queries/preferences.ts'
import { markBody, markOf, preferencesBody } from '#worker/notifications/rules/forms.ts'
import { clockOf, minutesOf, type Preferences, wished } from '#worker/notifications/rules/preferences.ts'
import { CATEGORIES, isMandatory, SHELVES } from '#worker/notifications/rules/words.ts'

/** Whose inbox it is, and how the database is asked about it. */
type Mine = { userId: string; db: Reader; scope: Scope }

const staffs = ({ var: { operator, db, scope } }: PortalContext): Mine => ({ userId: operator.id, db, scope })

/** A tenant's own user, as the product says; whether they are one the database looks up. */
function tenants({ var: { parts, tenantUser, context, spent } }: PortalContext): Mine {
  const { userId, tenantId } = tenantUser
  const scope: Scope = {
    database: parts.database,
    duty: 'tenant_user',
    loginKey: '',
    reader: { tenant: tenantId, user: userId },
    sessionKey: undefined,
    context,
    spent,
  }
  return { userId, db: within(scope, { readOnly: true }), scope }
}

const LIST = {
  summary: 'One’s own notifications, the latest first.',
  query: { ...listQuery, shelf: z.optional(z.enum(SHELVES)), category: z.optional(z.enum(CATEGORIES)) },
  answer: NotificationPage,
}
const PREFERENCES = { summary: 'What one is told, and by which way.', answer: NotificationPreferences }
const PREFER = {
  summary: 'Changes what one is told, over the version that was seen. A category that is not named stays as it was.',
  body: preferencesBody,
  answer: NotificationPreferences,
}
const ONE = { summary: 'One of one’s own notifications.', answer: Notification }
const CHANGE = {
  summary: 'Marks one as read or unread, puts it away or puts it off. One thing at a time.',
  body: markBody,
  answer: Notification,
}
const READ_ALL = {
  summary: 'Marks everything unread as read, or everything of one category.',
  body: z.strictObject({ category: z.optional(z.enum(CATEGORIES)) }),
  answer: ReadAll,
}

type Listed = { [name in keyof typeof LIST.query]: z.output<(typeof LIST.query)[name]> }
type One = { notificationId: string }

/** What one does with an inbox, whosever it is. */
const inbox = (mine: (c: PortalContext) => Mine) => ({
  list: async (c: PortalContext, { query: { cursor, limit, shelf = 'open', category } }: { query: Listed }) => {
    const { db, userId } = mine(c)
    return paged(await listNotifications(db, userId, { shelf, category }, turnFrom(cursor), limit), limit, (row) => row.createdAt)
  },

  preferences: async (c: PortalContext) => {
    const { db, userId } = mine(c)
    return shaped(await readPreferences(db, userId))
  },

  prefer: async (c: PortalContext, { body, ask }: { body: z.output<typeof preferencesBody>; ask: Ask }) => {
    const { version, quietFrom, quietTo, categories } = body
    const { db, scope, userId } = mine(c)
    const before = await readPreferences(db, userId)
    const wishes = wished([...categories, ...before.wishes])
    const quiet = quietFrom === null || quietTo === null ? null : { from: minutesOf(quietFrom), to: minutesOf(quietTo) }
    const kept = await keepPreferences(scope, ask, { version, quiet, wishes })
    const now = await readPreferences(db, userId)
    if (!kept.ok) throw new Refusal('VERSION_CONFLICT', { current: shaped(now) })
    return shaped(now)
  },

  one: async (c: PortalContext, { params }: { params: One }) => {
    const { db, userId } = mine(c)
    return (await ownNotifications(db, userId, [params.notificationId]))[0]
  },

  change: async (c: PortalContext, { params, body, ask }: { params: One; body: z.output<typeof markBody>; ask: Ask }) => {
    const { scope, userId } = mine(c)
    const { mark, until } = markOf(body)
    const marked = await markNotifications(scope, ask, userId, { mark, ids: [params.notificationId], until: until && { until } })
    if (!marked.ok) throw new Refusal('INVALID_INPUT', { errors: [{ field: 'snoozedUntil', message: 'A time within the next year.' }] })
    return marked.rows[0]
  },

  readAll: async (c: PortalContext, { body: { category }, ask }: { body: z.output<typeof READ_ALL.body>; ask: Ask }) => ({
    changed: await readAllNotifications(mine(c).scope, ask, category),
  }),
})

const [ofStaff, ofTenant] = [inbox(staffs), inbox(tenants)]

export const notificationApi = [
  operation('GET /api/v1/notifications', { id: 'listNotifications', ...LIST }, ofStaff.list),
  operation('GET /api/v1/notifications/preferences', { id: 'getNotificationPreferences', ...PREFERENCES }, ofStaff.preferences),
  operation('PUT /api/v1/notifications/preferences', { id: 'setNotificationPreferences', ...PREFER }, ofStaff.prefer),
  operation('GET /api/v1/notifications/:notificationId', { id: 'getNotification', ...ONE }, ofStaff.one),
  operation('PATCH /api/v1/notifications/:notificationId', { id: 'changeNotification', ...CHANGE }, ofStaff.change),
  operation('POST /api/v1/notifications/read-all', { id: 'readAllNotifications', ...READ_ALL }, ofStaff.readAll),

  operation('GET /api/v1/tenant/notifications', { id: 'listTenantNotifications', ...LIST }, ofTenant.list),
  operation(
    'GET /api/v1/tenant/notifications/preferences',
    { id: 'getTenantNotificationPreferences', ...PREFERENCES },
    ofTenant.preferences,
  ),
  operation('PUT /api/v1/tenant/notifications/preferences', { id: 'setTenantNotificationPreferences', ...PREFER }, ofTenant.prefer),
  operation('GET /api/v1/tenant/notifications/:notificationId', { id: 'getTenantNotification', ...ONE }, ofTenant.one),
  operation('PATCH /api/v1/tenant/notifications/:notificationId', { id: 'changeTenantNotification', ...CHANGE }, ofTenant.change),
  operation('POST /api/v1/tenant/notifications/read-all', { id: 'readAllTenantNotifications', ...READ_ALL }, ofTenant.readAll),
]

const shaped = ({ version, quiet, wishes }: Preferences) => ({
  version,
  quietFrom: quiet && clockOf(quiet.from),
  quietTo: quiet && clockOf(quiet.to),
  categories: wishes.map((wish) => ({ ...wish, mandatory: isMandatory(wish.category) })),
})
