import { insert, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'

export const NOTE = 'What was looked at fits the ticket.'

/** Vera's session that was entered by break-glass and is over, and its review. */
export async function aReviewed() {
  const stay = await inside('vera')
  await owner('update app.impersonation_session set break_glass = true where id = $1', [stay.sessionId])
  const ended = await stay.browser.post(`/impersonations/${stay.sessionId}/end`)
  const [review] = await reviewsOf(stay.sessionId)
  if (!review) throw new Error(`no review: ${ended.status}`)
  return { ...stay, review, path: `/reviews/${review.id}/verdict` }
}

export const reviewsOf = (sessionId: string) =>
  owner<{
    id: string
    reasons: string[]
    state: string
    operator_id: string
    reviewer_id: string | null
    note: string | null
    due_at: string
    overdue_at: string | null
  }>(
    'select id, to_jsonb(reasons) as reasons, state, operator_id, reviewer_id, note, due_at, overdue_at from app.session_review where session_id = $1',
    [sessionId],
  )

/** A review as it lies there, of a session of somebody's own that nobody looks at otherwise. */
export async function aReview(row: Record<string, unknown> = {}) {
  const { sessionId, person, tenant } = await inside('hugo')
  return insert('app.session_review', {
    id: newId('rev'),
    session_id: sessionId,
    operator_id: person.id,
    operator_role: 'SUPPORT_L2',
    tenant_id: tenant.id,
    reasons: '{sample}',
    created_at: minutesAgo(60),
    due_at: new Date(Date.now() + 3_600_000).toISOString(),
    ...row,
  } as { id: string; session_id: string; operator_id: string } & Record<string, unknown>)
}
