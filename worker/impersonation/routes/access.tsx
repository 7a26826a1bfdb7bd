import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { writeCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { overlayKey } from '#worker/http/overlay.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { sessionsOver, tellDeskOf, tellInPassing } from '#worker/http/tell.ts'
import { whoseAccess } from '#worker/impersonation/policy.ts'
import { type Answer, answerAccess, startApproved } from '#worker/impersonation/queries/access-acts.ts'
import { listAccess, readAccess } from '#worker/impersonation/queries/access.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { waitingReveals } from '#worker/impersonation/queries/waiting.ts'
import { answerForm, beginForm, withdrawForm } from '#worker/impersonation/rules/access.ts'
import { type AnswerRefusal, REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { newId } from '#worker/rules/ids.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { AccessList } from '#views/impersonation/access-list.tsx'
import { AccessPage } from '#views/impersonation/access.tsx'

/** Access that takes somebody else's yes: who asks for it, who answers, and what began from it. */
export const accessRoutes = new Hono<Portal>()
  .get('/', permit('GET /access-requests'), async (c) => {
    const { db, operator, now } = c.var
    const turn = turnOf(c)
    const [found, wishes] = await db.batch([listAccess(db, whoseAccess(operator), turn, PAGE), waitingReveals(db, operator.id)])
    const rows = newestFirst(turn, found)
    const turns = turnsFrom(
      c,
      turn,
      rows.map(({ askedAt, id }) => ({ createdAt: askedAt, id })),
    )
    return show(
      c,
      { title: 'Approvals', nav: 'access', width: 'wide' },
      <AccessList
        rows={rows}
        wishes={wishes}
        turns={turns}
        operatorId={operator.id}
        mayAnswer={may(operator, 'approve_access')}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:requestId', permit('GET /access-requests/:requestId'), async (c) => {
    const typed = await draftOf(c, 'POST /access-requests/:requestId/approve')
    return accessPage(c, { typed: typed ?? {}, errors: [] })
  })

  .post('/:requestId/approve', permit('POST /access-requests/:requestId/approve'), (c) => answer(c, 'approve'))
  .post('/:requestId/deny', permit('POST /access-requests/:requestId/deny'), (c) => answer(c, 'deny'))

  .post('/:requestId/withdraw', permit('POST /access-requests/:requestId/withdraw'), async (c) => {
    const form = await readForm(c, withdrawForm)
    if (!form.ok) return accessPage(c, form)
    return answered(c, 'withdraw', await answerAccess(c.var.scope, form.ask, { requestId: requestIdOf(c), answer: 'withdraw', note: null }))
  })

  .post('/:requestId/start', permit('POST /access-requests/:requestId/start'), async (c) => {
    const { scope } = c.var
    const form = await readForm(c, beginForm)
    if (!form.ok) return accessPage(c, { typed: {}, errors: form.errors })
    // Reading asks for no fresher sign-in; the database insists on one for everything else.
    if (form.values.mode === 'READ_ONLY') delete scope.context.fresh
    const sessionKey = await overlayKey(c, form.ask.key)
    const start = { ...form.values, requestId: requestIdOf(c), sessionId: newId('imp'), sessionKey }
    const started = await startApproved(scope, form.ask, start)
    if (!started.ok) {
      if (started.because === 'NOT_FOUND') return c.notFound()
      return accessPage(c, { typed: {}, errors: [{ ...REFUSALS[started.because], field: 'form' }], status: 409 })
    }
    writeCookie(c, 'session', sessionKey)
    const begun = await confirmed({ ...scope, sessionKey })
    if (begun) await tellDeskOf(c, begun, sessionKey)
    return c.redirect('/workspace/cases', 303)
  })

const requestIdOf = (c: PortalContext) => c.req.param('requestId') ?? ''

async function answer(c: PortalContext, which: Exclude<Answer, 'withdraw'>): Promise<Response> {
  const form = await readForm(c, answerForm)
  if (!form.ok) return accessPage(c, form)
  const { note } = form.values
  return answered(c, which, await answerAccess(c.var.scope, form.ask, { requestId: requestIdOf(c), answer: which, note }), form.typed)
}

const FLASH = { approve: 'access-approved', deny: 'access-denied', withdraw: 'access-withdrawn' } as const

async function answered(
  c: PortalContext,
  which: Answer,
  given: Awaited<ReturnType<typeof answerAccess>>,
  typed: Typed = {},
): Promise<Response> {
  if (given.ok) {
    if (given.ended !== null) await tellInPassing(c, sessionsOver(given.operatorId, [given.ended], 'FORCE_LOGOUT'))
    return c.redirect(`/access-requests/${requestIdOf(c)}?done=${FLASH[which]}`, 303)
  }
  if (given.because === 'NOT_FOUND') return c.notFound()
  return accessPage(c, { typed, errors: [], because: given.because, status: 409 })
}

type Sent = { typed: Typed; errors: FormError[]; because?: AnswerRefusal; status?: 409 }

async function accessPage(c: PortalContext, { typed, errors, because, status }: Sent): Promise<Response> {
  const { db, operator, now } = c.var
  const found = await readAccess(db, requestIdOf(c))
  if (!found) return c.notFound()
  return show(
    c,
    {
      title: `Access to ${found.tenantName ?? 'a tenant'}`,
      nav: may(operator, 'approve_access') ? 'access' : 'tenants',
      status: status ?? (errors.length === 0 ? 200 : 422),
    },
    <AccessPage
      request={found}
      operatorId={operator.id}
      mayAnswer={may(operator, 'approve_access')}
      inSession={liveSession(c) !== undefined}
      typed={typed}
      errors={errors}
      because={because}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
