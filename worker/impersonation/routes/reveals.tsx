import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { answerReveals, askReveals, readRevealRequests } from '#worker/impersonation/queries/reveal-requests.ts'
import { answerForm } from '#worker/impersonation/rules/access.ts'
import { ANSWER_REFUSALS, REVEAL_REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { newId } from '#worker/rules/ids.ts'
import { moreRevealsForm } from '#worker/tenant/rules/reveals.ts'
import { MoreReveals } from '#views/impersonation/more-reveals.tsx'

/** More reveals in a session than everybody has: whoever is in it asks, a colleague answers, on one page. */
export const moreRevealRoutes = new Hono<Portal>()
  .get('/:sessionId/reveals', permit('GET /impersonations/:sessionId/reveals'), async (c) => {
    const typed = await draftOf(c, 'POST /impersonations/:sessionId/reveals/:requestId/approve')
    return page(c, { typed: typed ?? {} })
  })

  .post('/:sessionId/reveals', permit('POST /impersonations/:sessionId/reveals'), async (c) => {
    const form = await readForm(c, moreRevealsForm)
    if (!form.ok) return page(c, form)
    const asked = await askReveals(c.var.scope, form.ask, {
      requestId: newId('rvq', c.var.now),
      sessionId: c.req.param('sessionId'),
      ...form.values,
    })
    if (asked.ok) return c.redirect(`${pathOf(c)}?done=reveals-asked`, 303)
    if (asked.because === 'NOT_FOUND' || asked.because === 'NOT_PERMITTED') return c.notFound()
    return page(c, { typed: form.typed, refused: REVEAL_REFUSALS[asked.because] })
  })

  .post('/:sessionId/reveals/:requestId/approve', permit('POST /impersonations/:sessionId/reveals/:requestId/approve'), (c) =>
    answer(c, 'approve'),
  )
  .post('/:sessionId/reveals/:requestId/deny', permit('POST /impersonations/:sessionId/reveals/:requestId/deny'), (c) => answer(c, 'deny'))

const sessionOf = (c: PortalContext) => c.req.param('sessionId') ?? ''
const pathOf = (c: PortalContext) => `/impersonations/${sessionOf(c)}/reveals`

async function answer(c: PortalContext, which: 'approve' | 'deny'): Promise<Response> {
  const form = await readForm(c, answerForm)
  if (!form.ok) return page(c, form)
  const said = { requestId: c.req.param('requestId') ?? '', sessionId: sessionOf(c), answer: which, note: form.values.note }
  const given = await answerReveals(c.var.scope, form.ask, said)
  if (given.ok) return c.redirect(`${pathOf(c)}?done=reveals-${which === 'approve' ? 'approved' : 'denied'}`, 303)
  if (given.because === 'NOT_FOUND') return c.notFound()
  return page(c, { typed: form.typed, refused: ANSWER_REFUSALS[given.because] })
}

type Sent = { typed: Typed; errors?: FormError[]; refused?: { title: string; help: string } }

async function page(c: PortalContext, { typed, errors = [], refused }: Sent): Promise<Response> {
  const { db, operator, now } = c.var
  const { requests, left } = await readRevealRequests(db, sessionOf(c))
  if (requests.length === 0 && left === null) return c.notFound()
  return show(
    c,
    {
      title: 'More reveals',
      nav: left === null ? 'access' : 'workspace',
      width: 'narrow',
      status: refused !== undefined ? 409 : errors.length === 0 ? 200 : 422,
    },
    <MoreReveals
      requests={requests}
      left={left}
      path={pathOf(c)}
      operatorId={operator.id}
      mayAnswer={may(operator, 'approve_access')}
      inSession={liveSession(c) !== undefined}
      typed={typed}
      errors={errors}
      refused={refused}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
