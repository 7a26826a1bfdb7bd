import { and, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { accessRequests } from '#drizzle/schema/impersonation.ts'
import { tickets } from '#drizzle/schema/support.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Reader } from '#worker/db/read.ts'
import type { Whose } from '#worker/impersonation/policy.ts'
import type { AccessState } from '#worker/impersonation/rules/words.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

const approver = alias(internalUsers, 'approver')
const denier = alias(internalUsers, 'denier')

/** How a request stands by the database's clock, whether or not that was written down. */
const state = sql<AccessState>`app.access_state(access_request)`

const listed = {
  id: accessRequests.id,
  operatorId: accessRequests.operatorId,
  operatorName: internalUsers.name,
  operatorRole: accessRequests.operatorRole,
  tenantId: accessRequests.tenantId,
  tenantName: tenants.name,
  targetUserId: accessRequests.targetUserId,
  ticketId: accessRequests.ticketId,
  ticketNumber: tickets.number,
  ticketSubject: tickets.subject,
  mode: accessRequests.mode,
  scope: accessRequests.scope,
  category: accessRequests.category,
  reason: accessRequests.reason,
  minutes: accessRequests.minutes,
  requestHash: sql<string>`encode(${accessRequests.requestHash}, 'hex')`,
  state,
  /** It waits, may begin, or its session is open: there is something to say no to. */
  mayBeDenied: sql<boolean>`app.may_be_denied(access_request)`,
  askedAt: accessRequests.askedAt,
  answerBy: accessRequests.answerBy,
  customerBy: accessRequests.customerBy,
  approverId: accessRequests.approverId,
  approverName: approver.name,
  approvedAt: accessRequests.approvedAt,
  customerApprovedAt: accessRequests.customerApprovedAt,
  startBy: accessRequests.startBy,
  deniedBy: accessRequests.deniedBy,
  denierName: denier.name,
  closedAt: accessRequests.closedAt,
  note: accessRequests.note,
  sessionId: accessRequests.sessionId,
}

/** Requests this reader may know of (row-level security decides: own, or all for who answers or audits), the latest first. */
export function listAccess(db: Reader, { operatorId }: Whose, turn: Turn, most: number) {
  return accessOf(db)
    .where(
      and(
        operatorId === undefined ? undefined : eq(accessRequests.operatorId, operatorId),
        beyond(turn, accessRequests.askedAt, accessRequests.id),
      ),
    )
    .orderBy(...inOrder(turn, accessRequests.askedAt, accessRequests.id))
    .limit(most)
}
export type ListedAccess = Awaited<ReturnType<typeof listAccess>>[number]

export async function readAccess(db: Reader, requestId: string): Promise<ListedAccess | undefined> {
  return (await accessOf(db).where(eq(accessRequests.id, requestId)))[0]
}

function accessOf(db: Reader) {
  return db
    .select(listed)
    .from(accessRequests)
    .innerJoin(internalUsers, eq(internalUsers.id, accessRequests.operatorId))
    .leftJoin(tenants, eq(tenants.id, accessRequests.tenantId))
    .leftJoin(tickets, eq(tickets.id, accessRequests.ticketId))
    .leftJoin(approver, eq(approver.id, accessRequests.approverId))
    .leftJoin(denier, eq(denier.id, accessRequests.denierId))
}
