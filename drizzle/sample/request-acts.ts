import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Request } from './request.ts'
import type { Row } from './rows.ts'
import { type Said, whole } from './said.ts'
import type { Act } from './sealed.ts'
import { BROWSERS, officeIp } from './staff.ts'

type Answer = Pick<Act, 'act' | 'sentence' | 'at'> & { by: string | null; reason?: string | null }

/** The trail of each request, from the question to what came of it, in the words in which the portal writes it
 *  (drizzle/migrations/0036_access.sql). That it was begun stands with the session. */
export function requestActs(
  random: Random,
  keys: Keys,
  requests: readonly Request[],
  tickets: readonly Row<'tickets'>[],
  staff: readonly Row<'internalUsers'>[],
): Act[] {
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]))
  const roles = new Map(staff.map(({ id, role }) => [id, role]))
  return requests.flatMap((request) => {
    const { mode, scope, category, minutes, reason, askedAt, operatorId, customerBy, targetUserId } = request
    const requestHash = Buffer.from(request.requestHash).toString('hex')
    const about = { tenantId: request.tenantId, entityType: 'access_request', entityIds: [request.id] }
    const question = {
      ...about,
      at: askedAt,
      act: 'access:ask',
      sentence: `Asked colleagues ${customerBy === null ? '' : 'and the customer '}for an approval to enter the tenant.`,
      onBehalfOf: targetUserId,
      facts: { mode, scope, category, ticket: numbers.get(request.ticketId), minutes, requestHash },
      reason,
    }
    const facts = { operator: operatorId, requestHash }
    return [by(operatorId, question), ...answersTo(request).map(({ by: who, ...said }) => by(who, { ...about, facts, ...said }))]
  })

  function by(who: string | null, said: Said): Act {
    if (who === null) return whole(said)
    const place = { requestId: keys('req', said.at), ip: officeIp(random), userAgent: random.pick(BROWSERS) }
    return whole({ ...said, ...place, operatorId: who, operatorRole: roles.get(who) ?? null })
  }
}

function answersTo(request: Request): Answer[] {
  const { approvedAt, customerApprovedAt, closedAt, note } = request
  const yes: Answer[] = [
    ...(approvedAt === null
      ? []
      : [
          {
            at: approvedAt,
            by: request.approverId,
            act: 'access:approve',
            sentence: 'Approved that a colleague enters the tenant.',
            reason: note,
          },
        ]),
    ...(customerApprovedAt === null
      ? []
      : [
          {
            at: customerApprovedAt,
            by: request.customerAnswerer,
            act: 'access:answer',
            sentence: 'The customer approved access to the tenant.',
          },
        ]),
  ]
  return closedAt === null ? yes : [...yes, { at: closedAt, ...endOf(request) }]
}

function endOf({ state, deniedBy, operatorId, denierId, customerAnswerer, note }: Request): Omit<Answer, 'at'> {
  if (state === 'WITHDRAWN') return { by: operatorId, act: 'access:withdraw', sentence: 'Took back a request for access to the tenant.' }
  if (state === 'EXPIRED') return { by: null, act: 'access:lapse', sentence: 'Let an approval lapse that nobody used in time.' }
  if (deniedBy === 'COLLEAGUE')
    return { by: denierId, act: 'access:deny', sentence: 'Denied a colleague access to the tenant.', reason: note }
  if (deniedBy === 'CUSTOMER') return { by: customerAnswerer, act: 'access:answer', sentence: 'The customer denied access to the tenant.' }
  return { by: null, act: 'access:lapse', sentence: 'Denied a request for access that nobody answered in time.' }
}
