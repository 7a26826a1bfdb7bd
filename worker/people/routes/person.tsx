import { Hono } from 'hono'
import type { DoorName } from '#worker/doors.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import type { Answer } from '#worker/people/queries/asked.ts'
import { changeRole, changeStatus } from '#worker/people/queries/changes.ts'
import { askAdmin } from '#worker/people/queries/grants.ts'
import { readPerson } from '#worker/people/queries/people.ts'
import { type PersonAct, PERSON_ACTS } from '#worker/people/rules/acts.ts'
import { roleForm, whyForm } from '#worker/people/rules/forms.ts'
import type { Because } from '#worker/people/rules/refusals.ts'
import { PersonPage } from '#views/people/person.tsx'

/** One of the forms of the page as it was sent, and what was wrong with it. */
type Sent = { act: PersonAct; typed: Typed; errors: FormError[]; because?: Because }

/** A person, and what an administrator does to them from their page. */
export const personRoutes = new Hono<Portal>()
  .get('/:personId', permit('GET /people/:personId'), (c) => personPage(c, c.req.param('personId')))

  .post('/:personId/role', permit('POST /people/:personId/role'), async (c) => {
    const personId = c.req.param('personId')
    const form = await readForm(c, roleForm)
    if (!form.ok) return personPage(c, personId, { act: 'role', ...form })
    const changed = await changeRole(c.var.scope, form.ask, personId, form.values)
    return answer(c, personId, { act: 'role', typed: form.typed, errors: [] }, changed, 'role-changed')
  })

  .post('/:personId/admin', permit('POST /people/:personId/admin'), async (c) => {
    const personId = c.req.param('personId')
    const form = await readForm(c, whyForm)
    if (!form.ok) return personPage(c, personId, { act: 'admin', ...form })
    const wished = await askAdmin(c.var.scope, form.ask, personId, form.values.reason)
    return answer(c, personId, { act: 'admin', typed: form.typed, errors: [] }, wished, 'admin-asked')
  })

  .post('/:personId/hold', permit('POST /people/:personId/hold'), (c) => change(c, c.req.param('personId'), 'hold', 'person-held'))

  .post('/:personId/deactivate', permit('POST /people/:personId/deactivate'), (c) =>
    change(c, c.req.param('personId'), 'deactivate', 'person-deactivated'),
  )

  .post('/:personId/reactivate', permit('POST /people/:personId/reactivate'), (c) =>
    change(c, c.req.param('personId'), 'reactivate', 'person-reactivated'),
  )

async function change(c: PortalContext, personId: string, act: 'hold' | 'deactivate' | 'reactivate', done: string): Promise<Response> {
  const form = await readForm(c, whyForm)
  if (!form.ok) return personPage(c, personId, { act, ...form })
  const changed = await changeStatus(c.var.scope, form.ask, personId, act, form.values.reason)
  return answer(c, personId, { act, typed: form.typed, errors: [] }, changed, done)
}

async function answer(c: PortalContext, personId: string, sent: Sent, answered: Answer, done: string): Promise<Response> {
  if (answered.ok) {
    // A wish changes nobody yet.
    if (sent.act !== 'admin') await tellInPassing(c, personOver(personId, answered))
    return c.redirect(`/people/${personId}?done=${done}`, 303)
  }
  if (answered.because === 'UNKNOWN') return c.notFound()
  return personPage(c, personId, { ...sent, because: answered.because as Because })
}

async function personPage(c: PortalContext, personId: string, sent?: Sent): Promise<Response> {
  const { db, operator, now } = c.var
  const found = await readPerson(db, personId)
  if (!found) return c.notFound()
  return show(
    c,
    { title: found.person.name, nav: 'people', width: 'wide', status: statusOf(sent) },
    <PersonPage
      {...found}
      isOwn={personId === operator.id}
      mayKill={may(operator, 'kill_sessions')}
      sent={sent ?? (await drafted(c))}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}

function statusOf(sent: Sent | undefined): 200 | 409 | 422 {
  if (sent === undefined) return 200
  return sent.because === undefined ? 422 : 409
}

/** The form that was sent when the sign-in had to be confirmed first, as it was typed. */
async function drafted(c: PortalContext): Promise<Sent | undefined> {
  if (c.req.query('draft') === undefined) return undefined
  for (const act of PERSON_ACTS) {
    const typed = await draftOf(c, `POST /people/:personId/${act}` satisfies DoorName)
    if (typed) return { act, typed, errors: [] }
  }
  return undefined
}
