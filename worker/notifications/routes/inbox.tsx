import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm } from '#worker/http/form.ts'
import type { FlashCode } from '#worker/http/flash.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { type InboxFilter, listNotifications, ownNotifications } from '#worker/notifications/queries/inbox.ts'
import { markNotifications, readAllNotifications } from '#worker/notifications/queries/marks.ts'
import { inboxForm } from '#worker/notifications/rules/forms.ts'
import { CATEGORIES, SHELVES } from '#worker/notifications/rules/words.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { Inbox } from '#views/notifications/inbox.tsx'
import { Latest } from '#views/notifications/latest.tsx'
import { NotificationPage } from '#views/notifications/notification.tsx'

const IN_DRAWER = 8

/** Somebody's own notifications: the bell's drawer, the whole inbox, one of them, and what is done with them. */
export const inboxRoutes = new Hono<Portal>()
  .get('/', permit('GET /notifications'), (c) => inbox(c))

  .get('/latest', permit('GET /notifications/latest'), async (c) => {
    const { db, scope, operator, now } = c.var
    const rows = await listNotifications(db, operator.id, { shelf: 'open', category: undefined }, {}, IN_DRAWER)
    return show(
      c,
      { title: 'Latest notifications' },
      <Latest
        rows={rows}
        unread={scope.entered?.unread ?? 0}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .post('/mark', permit('POST /notifications/mark'), async (c) => {
    const { scope, operator } = c.var
    const form = await readForm(c, inboxForm)
    if (!form.ok) return inbox(c, form.errors)
    const chosen = form.values
    if ('all' in chosen) {
      await readAllNotifications(scope, form.ask, filterOf(c).category)
      return c.redirect(backTo(c, 'notifications-read'), 303)
    }
    if ('open' in chosen) {
      const { open } = chosen
      const marked = await markNotifications(scope, form.ask, operator.id, { mark: 'read', ids: [open] })
      const [row] = marked.ok ? marked.rows : []
      return row ? c.redirect(row.link ?? `/notifications/${row.id}`, 303) : c.notFound()
    }
    const { mark, ids, snooze } = chosen
    const marked = await markNotifications(scope, form.ask, operator.id, { mark, ids, until: snooze && { snooze } })
    return marked.ok && marked.found > 0 ? c.redirect(backTo(c, 'notifications-marked'), 303) : c.notFound()
  })

  .get('/:notificationId', permit('GET /notifications/:notificationId'), async (c) => {
    const { db, operator } = c.var
    const [row] = await ownNotifications(db, operator.id, [c.req.param('notificationId')])
    if (!row) return c.notFound()
    return show(
      c,
      { title: row.title, width: 'narrow' },
      <NotificationPage row={row} csrf={await csrfToken(c)} formKey={newKey()} zone={operator.zone} />,
    )
  })

async function inbox(c: PortalContext, errors: FormError[] = []): Promise<Response> {
  const { db, operator, scope, now } = c.var
  const turn = turnOf(c)
  const filter = filterOf(c)
  const rows = newestFirst(turn, await listNotifications(db, operator.id, filter, turn, PAGE))
  return show(
    c,
    { title: 'Notifications', status: errors.length > 0 ? 422 : 200 },
    <Inbox
      rows={rows}
      unread={scope.entered?.unread ?? 0}
      filter={filter}
      turns={turnsFrom(c, turn, rows)}
      errors={errors}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}

const filterOf = (c: PortalContext): InboxFilter => ({
  shelf: oneOf(c, 'shelf', SHELVES) ?? 'open',
  category: oneOf(c, 'category', CATEGORIES),
})

/** The list as it was filtered. */
function backTo(c: PortalContext, done: FlashCode): string {
  const { shelf, category } = filterOf(c)
  return `/notifications?${new URLSearchParams({ ...(shelf !== 'open' && { shelf }), ...(category && { category }), done })}`
}
