import { may, type Role } from '#worker/auth/rules/roles.ts'
import type { ReviewRefusal } from '#worker/reviews/rules/refusals.ts'

type Reviewer = { id: string; role: Role; lead: boolean }
type Reviewed = { operatorId: string; approverId: string | null }

/** Whether somebody may look at a session as its second person: neither who worked in it nor who approved it. The database says the same
 *  under lock, and a CHECK. */
export function decideReviewer(reviewer: Reviewer, review: Reviewed): ReviewRefusal | 'NOT_PERMITTED' | null {
  if (review.operatorId === reviewer.id) return 'YOURSELF'
  if (!may(reviewer, 'review_sessions')) return 'NOT_PERMITTED'
  return review.approverId === reviewer.id ? 'APPROVED_BY_YOU' : null
}
