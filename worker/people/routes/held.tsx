import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import { changeStatus } from '#worker/people/queries/changes.ts'
import { listHeld } from '#worker/people/queries/people.ts'
import { whyForm } from '#worker/people/rules/forms.ts'
import type { Because } from '#worker/people/rules/refusals.ts'
import { Held } from '#views/people/held.tsx'

type Sent = { personId: string; typed: Typed; errors: FormError[]; because?: Because }

/** People who are held, and their release. */
export const heldRoutes = new Hono<Portal>()
  .get('/held', permit('GET /people/held'), async (c) => {
    const typed = await draftOf(c, 'POST /people/:personId/release')
    return heldPage(c, typed && { personId: typed.of ?? '', typed, errors: [] })
  })

  .post('/:personId/release', permit('POST /people/:personId/release'), async (c) => {
    const personId = c.req.param('personId')
    const form = await readForm(c, whyForm)
    if (!form.ok) return heldPage(c, { personId, ...form })
    const released = await changeStatus(c.var.scope, form.ask, personId, 'release', form.values.reason)
    if (released.ok) {
      await tellInPassing(c, personOver(personId, released))
      return c.redirect('/people/held?done=person-released', 303)
    }
    if (released.because === 'UNKNOWN') return c.notFound()
    return heldPage(c, { personId, typed: form.typed, errors: [], because: released.because as Because })
  })

async function heldPage(c: PortalContext, sent?: Sent): Promise<Response> {
  const { db, operator, now } = c.var
  const rows = await listHeld(db)
  if (sent && sent.errors.length > 0 && !rows.some(({ id }) => id === sent.personId)) return c.notFound()
  const wrong = sent && (sent.because !== undefined || sent.errors.length > 0)
  const seesPeople = may(operator, 'manage_users')
  return show(
    c,
    { title: 'Held operators', nav: 'held', status: wrong ? (sent.because === undefined ? 422 : 409) : 200 },
    <Held
      rows={rows}
      sent={sent}
      operatorId={operator.id}
      seesPeople={seesPeople}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
