import * as z from 'zod/mini'
import { DecidedReview, ReviewPage } from '#worker/api/schemas/reviews.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import { decideReview, listReviews, placeOf, readReview } from '#worker/reviews/queries/reviews.ts'
import { REVIEW_REFUSALS } from '#worker/reviews/rules/refusals.ts'
import { verdictBody } from '#worker/reviews/rules/verdict-form.ts'
import { REVIEW_STATES } from '#worker/reviews/rules/words.ts'

export const reviewApi = [
  operation(
    'GET /api/v1/reviews',
    {
      id: 'listReviews',
      summary: 'Reviews of sessions that are over: what waits, the most urgent first, or what was decided, the latest first.',
      query: { ...listQuery, state: z._default(z.enum(REVIEW_STATES), 'pending') },
      answer: ReviewPage,
    },
    async (c, { query: { cursor, limit, state } }) =>
      paged(await listReviews(c.var.db, { state, after: cursor, most: limit }), limit, (row) => placeOf(row)),
  ),

  operation(
    'POST /api/v1/reviews/:reviewId/verdict',
    {
      id: 'decideReview',
      summary: 'Approves or flags a session that is over, as its second person.',
      body: verdictBody,
      answer: DecidedReview,
    },
    async (c, { params: { reviewId }, body, ask }) => {
      const review = await readReview(c.var.db, reviewId)
      const decided = await decideReview(c.var.scope, ask, { reviewId, ...body })
      if (!review || (!decided.ok && decided.because === 'UNKNOWN')) return undefined
      if (!decided.ok) {
        const code = decided.because as keyof typeof REVIEW_REFUSALS
        throw new Refusal(code, { detail: REVIEW_REFUSALS[code].help })
      }
      if (body.hold) await tellInPassing(c, personOver(review.operatorId, decided))
      return { id: reviewId, sessionId: review.sessionId, state: body.verdict, sessions: decided.sessions }
    },
  ),
]
