import { Hono } from 'hono'
import { ROLES, STAFF_STATUSES } from '#worker/auth/rules/roles.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { oneOf, PAGE } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { addPerson } from '#worker/people/queries/changes.ts'
import { type Beside, listPeople, type ListedPerson } from '#worker/people/queries/people.ts'
import { newPersonForm } from '#worker/people/rules/forms.ts'
import { REFUSALS, TAKEN } from '#worker/people/rules/refusals.ts'
import { KEY, newId } from '#worker/rules/ids.ts'
import { NewPerson } from '#views/people/new-person.tsx'
import { PersonList } from '#views/people/person-list.tsx'

const LONGEST_WORD = 80

export const peopleRoutes = new Hono<Portal>()
  .get('/', permit('GET /people'), async (c) => {
    const { db, operator, now } = c.var
    const beside = besideOf(c)
    const filter = {
      q: c.req.query('q')?.replaceAll('\0', '').trim().slice(0, LONGEST_WORD) || undefined,
      role: oneOf(c, 'role', ROLES),
      status: oneOf(c, 'status', STAFF_STATUSES),
      lead: oneOf(c, 'lead', ['yes'] as const),
    }
    const found = await listPeople(db, filter, beside, PAGE)
    const rows = 'before' in beside ? found.toReversed() : found
    return show(
      c,
      { title: 'People', nav: 'people', width: 'wide' },
      <PersonList rows={rows} filter={filter} turns={turnsBeside(c, beside, rows)} zone={operator.zone} now={now} />,
    )
  })

  .get('/new', permit('GET /people/new'), async (c) => newPersonPage(c, (await draftOf(c, 'POST /people')) ?? {}, []))

  .post('/', permit('POST /people'), async (c) => {
    const form = await readForm(c, newPersonForm)
    if (!form.ok) return newPersonPage(c, form.typed, form.errors)
    const added = await addPerson(c.var.scope, form.ask, { id: newId('ops', c.var.now), ...form.values })
    if (added.ok) return c.redirect(`/people/${added.ids[0]}?done=person-added`, 303)
    if (added.because === 'EMAIL_TAKEN' || added.because === 'DIRECTORY_ID_TAKEN')
      return newPersonPage(c, form.typed, [TAKEN[added.because]])
    return newPersonPage(c, form.typed, [{ field: 'role', message: REFUSALS.ASK_INSTEAD.help }])
  })

async function newPersonPage(c: PortalContext, typed: Typed, errors: FormError[]): Promise<Response> {
  return show(
    c,
    { title: 'Add a person', nav: 'people', width: 'narrow', status: errors.length === 0 ? 200 : 422 },
    <NewPerson typed={{ zone: c.var.operator.zone, ...typed }} errors={errors} csrf={await csrfToken(c)} formKey={newKey()} />,
  )
}

function besideOf(c: PortalContext): Beside {
  const { after, before } = c.req.query()
  if (after !== undefined && KEY.test(after)) return { after }
  return before !== undefined && KEY.test(before) ? { before } : {}
}

/** The pages beside this one; the filters stay in their addresses. */
function turnsBeside(c: PortalContext, beside: Beside, rows: ListedPerson[]): { newer?: string; older?: string } {
  const [first, last, full] = [rows[0], rows.at(-1), rows.length >= PAGE]
  const to = (name: 'after' | 'before', { id }: ListedPerson) => {
    const query = new URLSearchParams(c.req.query())
    query.delete('after')
    query.delete('before')
    query.set(name, id)
    return `${c.req.path}?${query}`
  }
  return {
    ...(first && ('after' in beside || ('before' in beside && full)) ? { newer: to('before', first) } : {}),
    ...(last && ('before' in beside || full) ? { older: to('after', last) } : {}),
  }
}
