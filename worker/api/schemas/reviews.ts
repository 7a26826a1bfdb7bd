import * as z from 'zod/mini'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { REVIEW_REASONS, REVIEW_STATES, VERDICTS } from '#worker/reviews/rules/words.ts'

/** What the API promises of reviews. */
const verdict = {
  id: key,
  reasons: z.array(z.enum(REVIEW_REASONS)),
  state: z.enum(REVIEW_STATES),
  dueAt: instant,
  approverId: maybe(key),
  approverName: maybe(z.string()),
  reviewerName: maybe(z.string()),
  note: maybe(z.string()),
  decidedAt: maybe(instant),
}

/** As it stands with its session. */
export const SessionReview = named('SessionReview', z.object(verdict))

export const ReviewPage = page(
  'ReviewPage',
  named(
    'Review',
    z.object({
      ...verdict,
      sessionId: key,
      operatorId: key,
      operatorName: maybe(z.string()),
      operatorRole: z.enum(ROLES),
      tenantId: key,
      tenantName: maybe(z.string()),
      createdAt: instant,
    }),
  ),
)

/** The sessions in tenants that ended because the operator was held. */
export const DecidedReview = named('DecidedReview', z.object({ id: key, sessionId: key, state: z.enum(VERDICTS), sessions: z.array(key) }))
