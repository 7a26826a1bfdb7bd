import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import type { Logins } from './world.ts'

/** Sessions that are over and wait for a review: one of Hugo's, which Ben approved, one each of Lena's, Ada's and Ben's. And one that has
 *  been reviewed. */
export async function reviewsOf(own: Ask, { ada, ben, hugo, kurt, lena, omar }: Logins, tenantId: string) {
  // Loaded with their end, so that no trigger asks for a review of its own.
  const stay = async (operator: Logins['ada'], hours: number) => {
    const sessionId = newId('imp')
    await own(
      `insert into app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, seen_as, category, reason, ticket_id,
         started_at, expires_at, ended_at, end_reason)
       values ($1, app.key_hash($1::text), $2, $3, 'SUPPORT_L1', $4, 'INVESTIGATOR', 'HOW_TO', 'A reason of more than twenty characters.', 'tic_any',
         now() - make_interval(hours => $5 + 1), now() - make_interval(hours => $5), now() - make_interval(hours => $5), 'MANUAL')`,
      [sessionId, operator.id, operator.loginId, tenantId, hours],
    )
    return sessionId
  }
  const review = async (operator: Logins['ada'], more: { approver?: string; reviewer?: string } = {}) => {
    const [id, sessionId] = [newId('rev'), await stay(operator, 1)]
    await own(
      `insert into app.session_review (id, session_id, operator_id, operator_role, tenant_id, approver_id, reasons, created_at, due_at, state, reviewer_id, note, decided_at)
       values ($1, $2, $3, 'SUPPORT_L1', $4, $5, '{sample}', now(), now() + interval '7 days', $6, $7, $8, $9)`,
      [
        ...[id, sessionId, operator.id, tenantId, more.approver ?? null],
        ...(more.reviewer ? ['approved', more.reviewer, 'A sentence of some length.', new Date()] : ['pending', null, null, null]),
      ],
    )
    return id
  }
  return {
    open: await review(hugo, { approver: ben.id }),
    ofLena: await review(lena),
    ofAda: await review(ada),
    ofBen: await review(ben),
    /** A session whose closing note was never written. */
    longAgo: await stay(omar, 7 * 24 + 1),
    decided: await review(kurt, { reviewer: lena.id }),
  }
}
