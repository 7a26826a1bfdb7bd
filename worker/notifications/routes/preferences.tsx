import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { keepPreferences, readPreferences } from '#worker/notifications/queries/preferences.ts'
import { preferencesForm } from '#worker/notifications/rules/forms.ts'
import { PreferencesPage } from '#views/notifications/preferences.tsx'

/** What somebody is told, and by which way. */
export const preferenceRoutes = new Hono<Portal>()
  .get('/', permit('GET /notifications/preferences'), (c) => page(c))

  .post('/', permit('POST /notifications/preferences'), async (c) => {
    const form = await readForm(c, preferencesForm)
    if (!form.ok) return page(c, { errors: form.errors }, 422)
    const kept = await keepPreferences(c.var.scope, form.ask, form.values)
    return kept.ok ? c.redirect('/notifications/preferences?done=preferences-kept', 303) : page(c, { isStale: true }, 409)
  })

type How = Pick<Parameters<typeof PreferencesPage>[0], 'errors' | 'isStale'>

async function page(c: PortalContext, how: How = {}, status: 200 | 409 | 422 = 200): Promise<Response> {
  const { db, operator } = c.var
  return show(
    c,
    { title: 'What you are told', status },
    <PreferencesPage
      preferences={await readPreferences(db, operator.id)}
      zone={operator.zone}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      {...how}
    />,
  )
}
