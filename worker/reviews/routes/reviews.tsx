import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import { readTimeline } from '#worker/impersonation/queries/sessions.ts'
import { decideReview, listReviews, placeOf, readReview } from '#worker/reviews/queries/reviews.ts'
import type { ReviewRefusal } from '#worker/reviews/rules/refusals.ts'
import { verdictForm } from '#worker/reviews/rules/verdict-form.ts'
import { REVIEW_STATES } from '#worker/reviews/rules/words.ts'
import { ReviewList } from '#views/reviews/review-list.tsx'
import { SessionPage } from '#views/impersonation/session.tsx'

/** Sessions that are over, looked at by a second person. What is to be seen of one stands on the session's own page. */
export const reviewRoutes = new Hono<Portal>()
  .get('/', permit('GET /reviews'), async (c) => {
    const { db, operator, now } = c.var
    const state = oneOf(c, 'state', REVIEW_STATES) ?? 'pending'
    const { older } = turnOf(c) as { older?: { at: Date; id: string } }
    const rows = await listReviews(db, { state, after: older, most: PAGE })
    const turns = turnsFrom(
      c,
      older ? { older } : {},
      rows.map((row) => ({ id: row.id, createdAt: placeOf(row) })),
    )
    return show(
      c,
      { title: 'Reviews', nav: 'reviews', width: 'wide' },
      <ReviewList rows={rows} state={state} older={turns.older} reader={operator} zone={operator.zone} now={now} />,
    )
  })

  .post('/:reviewId/verdict', permit('POST /reviews/:reviewId/verdict'), async (c) => {
    const { db, scope } = c.var
    const reviewId = c.req.param('reviewId')
    const form = await readForm(c, verdictForm)
    const review = await readReview(db, reviewId)
    if (!form.ok) return review ? sessionPage(c, review.sessionId, { typed: form.typed, errors: form.errors }) : c.notFound()
    const decided = await decideReview(scope, form.ask, { reviewId, ...form.values })
    if (!review || (!decided.ok && decided.because === 'UNKNOWN')) return c.notFound()
    if (!decided.ok) return sessionPage(c, review.sessionId, { typed: form.typed, errors: [], refused: decided.because as ReviewRefusal })
    if (form.values.hold) await tellInPassing(c, personOver(review.operatorId, decided))
    return c.redirect(`/impersonations/${review.sessionId}?done=review-${form.values.verdict}#review`, 303)
  })

async function sessionPage(c: PortalContext, sessionId: string, sent: { typed: Typed; errors: FormError[]; refused?: ReviewRefusal }) {
  const { scope, operator, now } = c.var
  const timeline = await readTimeline(scope, sessionId)
  if (!timeline) return c.notFound()
  return show(
    c,
    { title: `Session in ${timeline.session.tenantName ?? 'a tenant'}`, nav: 'reviews', status: sent.refused === undefined ? 422 : 409 },
    <SessionPage
      {...timeline}
      {...sent}
      isOwn={timeline.session.operatorId === operator.id}
      reader={operator}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
