import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import { type Decision, decideAdmin, listGrants } from '#worker/people/queries/grants.ts'
import { grantForm, refuseForm } from '#worker/people/rules/forms.ts'
import type { Because } from '#worker/people/rules/refusals.ts'
import type { Ask } from '#worker/db/scope.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { Grants } from '#views/people/grants.tsx'

/** A form of one of the wishes as it was sent, and what was wrong with it. */
type Sent = { grantId: string; typed: Typed; errors: FormError[]; because?: Because }

/** Wishes that somebody becomes an administrator: one asks, another decides. */
export const grantRoutes = new Hono<Portal>()
  .get('/grants', permit('GET /people/grants'), async (c) => {
    const typed = await draftOf(c, 'POST /people/grants/:grantId/refuse')
    return grantsPage(c, typed && { grantId: typed.of ?? '', typed, errors: [] })
  })

  .post('/grants/:grantId/grant', permit('POST /people/grants/:grantId/grant'), async (c) => {
    const grantId = c.req.param('grantId')
    const form = await readForm(c, grantForm)
    if (!form.ok) return grantsPage(c, { grantId, ...form })
    return decide(c, form.ask, { grantId, granted: true, seen: form.values.seen, reason: null }, form.typed)
  })

  .post('/grants/:grantId/refuse', permit('POST /people/grants/:grantId/refuse'), async (c) => {
    const grantId = c.req.param('grantId')
    const form = await readForm(c, refuseForm)
    if (!form.ok) return grantsPage(c, { grantId, ...form })
    return decide(c, form.ask, { grantId, granted: false, ...form.values }, form.typed)
  })

async function decide(c: PortalContext, ask: Ask, { grantId, granted, seen, reason }: Decision, typed: Typed): Promise<Response> {
  const decided = await decideAdmin(c.var.scope, ask, { grantId, granted, seen, reason })
  if (decided.ok) {
    if (granted) await tellInPassing(c, personOver(decided.ids[1] ?? '', decided))
    return c.redirect(`/people/grants?done=${granted ? 'admin-granted' : 'admin-refused'}`, 303)
  }
  if (decided.because === 'UNKNOWN') return c.notFound()
  return grantsPage(c, { grantId, typed, errors: [], because: decided.because as Because })
}

async function grantsPage(c: PortalContext, sent?: Sent): Promise<Response> {
  const { db, operator, now } = c.var
  const turn = turnOf(c)
  const rows = newestFirst(turn, await listGrants(db, turn, PAGE))
  const turns = turnsFrom(
    c,
    turn,
    rows.map(({ askedAt, id }) => ({ createdAt: askedAt, id })),
  )
  if (sent && sent.errors.length > 0 && !rows.some(({ id }) => id === sent.grantId)) return c.notFound()
  const wrong = sent && (sent.because !== undefined || sent.errors.length > 0)
  return show(
    c,
    { title: 'Wishes for administrators', nav: 'people', status: wrong ? (sent.because === undefined ? 422 : 409) : 200 },
    <Grants
      rows={rows}
      turns={turns}
      sent={sent}
      operatorId={operator.id}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
