import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { revealField } from '#worker/tenant/queries/reveals.ts'
import { placeIn, revealable, revealForm } from '#worker/tenant/rules/reveals.ts'
import { Hidden, NotRevealed, Reveal, Shown } from '#views/tenant/reveal.tsx'

/** One hidden field of one record, for a reason and a minute. */
export const revealRoutes = new Hono<Portal>()
  .get('/new', permit('GET /workspace/reveals/new'), async (c) => {
    const { record, field, from } = c.req.query()
    return page(c, (await draftOf(c, 'POST /workspace/reveals')) ?? { record: record ?? '', field: field ?? '', from: from ?? '' }, [])
  })

  // What a page puts in the place of a value whose minute is over.
  .get('/over', permit('GET /workspace/reveals/over'), async (c) => {
    await confirmed(c.var.scope)
    return c.html(<Hidden />)
  })

  .post('/', permit('POST /workspace/reveals'), async (c) => {
    const form = await readForm(c, revealForm)
    if (!form.ok) return page(c, form.typed, form.errors)
    const { record, field, from, reason } = form.values
    const meant = revealable(record, field)
    if (meant === undefined) return nothing(c)
    const answer = await revealField(c.var.scope, form.ask, { ...meant, reason })
    const back = placeIn(from)
    const session = liveSession(c)
    if (answer.ok)
      return show(c, { title: 'A hidden field', nav: 'workspace', width: 'narrow' }, <Shown name={meant.name} shown={answer} back={back} />)
    if (answer.because === 'NOT_FOUND') return c.notFound()
    return show(
      c,
      { title: 'Not revealed', nav: 'workspace', width: 'narrow', status: 403 },
      <NotRevealed because={answer.because} back={back} more={session && `/impersonations/${session.id}/reveals`} />,
    )
  })

async function page(c: PortalContext, typed: Typed, errors: FormError[]) {
  const meant = revealable(typed.record, typed.field)
  if (meant === undefined) return nothing(c)
  return show(
    c,
    { title: 'Reveal a hidden field', nav: 'workspace', width: 'narrow', status: errors.length === 0 ? 200 : 422 },
    <Reveal meant={meant} back={placeIn(typed.from)} typed={typed} errors={errors} csrf={await csrfToken(c)} formKey={newKey()} />,
  )
}

/** Whom the database does not know is told nothing here, not even that there is nothing. */
async function nothing(c: PortalContext) {
  await confirmed(c.var.scope)
  return c.notFound()
}
