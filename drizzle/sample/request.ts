import { createHash } from 'node:crypto'
import type { Mode, Scope } from '#worker/impersonation/rules/words.ts'
import { HOUR, later, latest, MINUTE } from './instants.ts'
import type { Row } from './rows.ts'

export type Request = Row<'accessRequests'>
type Person = Row<'internalUsers'>

/** How long a colleague has, how long the customer, and how soon the session must begin (`app.access_limit`). */
export const LIMITS = { answer: 30 * MINUTE, customer: 12 * HOUR, start: 15 * MINUTE } as const

export type Wish = Pick<
  Request,
  'id' | 'operatorId' | 'operatorRole' | 'tenantId' | 'targetUserId' | 'category' | 'reason' | 'minutes' | 'askedAt'
> & {
  ticketId: string
  mode: Mode
  scope: Scope
  asksCustomer: boolean
}

/** As it was asked, with nobody's answer yet. */
export function asked({ asksCustomer, ...wish }: Wish): Request {
  return {
    ...wish,
    requestHash: hashOf(wish),
    state: 'WAITING',
    answerBy: later(wish.askedAt, LIMITS.answer),
    customerBy: asksCustomer ? later(wish.askedAt, LIMITS.customer) : null,
    approverId: null,
    approverRole: null,
    approvedAt: null,
    customerApprovedAt: null,
    customerAnswerer: null,
    startBy: null,
    deniedBy: null,
    denierId: null,
    closedAt: null,
    note: null,
    sessionId: null,
  }
}

/** A colleague's yes; the session may begin once the customer's is there, too. */
export const approved = (request: Request, { id, role }: Person, at: Date, note: string): Request =>
  opened({ ...request, approverId: id, approverRole: role, approvedAt: at, note })

export const approvedByCustomer = (request: Request, answerer: string, at: Date): Request =>
  opened({ ...request, customerAnswerer: answerer, customerApprovedAt: at })

export const begun = (request: Request, sessionId: string): Request => ({ ...request, state: 'USED', sessionId })

export const denied = (request: Request, { id }: Person, at: Date, note: string): Request => ({
  ...request,
  state: 'DENIED',
  deniedBy: 'COLLEAGUE',
  denierId: id,
  closedAt: at,
  note,
})

/** Nobody at the customer's owes us a sentence. */
export const deniedByCustomer = (request: Request, answerer: string, at: Date): Request => ({
  ...request,
  state: 'DENIED',
  deniedBy: 'CUSTOMER',
  customerAnswerer: answerer,
  closedAt: at,
  note: null,
})

export const withdrawn = (request: Request, at: Date): Request => ({ ...request, state: 'WITHDRAWN', closedAt: at })

/** What its clock decided, as the minute after writes it down. */
export function lapsed(request: Request, after: number): Request {
  return request.startBy === null
    ? { ...request, state: 'DENIED', deniedBy: 'TIME', closedAt: later(request.answerBy, after) }
    : { ...request, state: 'EXPIRED', closedAt: later(request.startBy, after) }
}

function opened(request: Request): Request {
  const { approvedAt, customerBy, customerApprovedAt } = request
  if (approvedAt === null || (customerBy !== null && customerApprovedAt === null)) return request
  return { ...request, state: 'APPROVED', startBy: later(latest(approvedAt, customerApprovedAt ?? approvedAt), LIMITS.start) }
}

/** As `app.request_hash` reckons it: Postgres writes an array of JSON with a blank behind each comma. */
function hashOf(wish: Omit<Wish, 'asksCustomer'>): Uint8Array {
  const { operatorId, tenantId, targetUserId, mode, scope, category, ticketId, minutes, reason } = wish
  const fields = [operatorId, tenantId, targetUserId, mode, scope, category, ticketId, minutes, reason]
  return new Uint8Array(
    createHash('sha256')
      .update(`[${fields.map((field) => JSON.stringify(field)).join(', ')}]`)
      .digest(),
  )
}
