import { and, eq } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tickets } from '#drizzle/schema/support.ts'
import type { Reader } from '#worker/db/read.ts'
import type { TicketPriority, TicketStatus } from '#worker/support/rules/ticket-words.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

export type TicketFilter = { status: TicketStatus | undefined; priority: TicketPriority | undefined }

/** All tickets of a tenant, the latest first. Who wrote them is a person's name and not asked for. */
export function listTickets(db: Reader, tenantId: string, { status, priority }: TicketFilter, turn: Turn, most: number) {
  return db
    .select({
      id: tickets.id,
      number: tickets.number,
      subject: tickets.subject,
      status: tickets.status,
      priority: tickets.priority,
      assigneeId: tickets.assigneeId,
      assigneeName: internalUsers.name,
      openedAt: tickets.openedAt,
      updatedAt: tickets.updatedAt,
      closedAt: tickets.closedAt,
    })
    .from(tickets)
    .leftJoin(internalUsers, eq(internalUsers.id, tickets.assigneeId))
    .where(
      and(
        eq(tickets.tenantId, tenantId),
        status && eq(tickets.status, status),
        priority && eq(tickets.priority, priority),
        beyond(turn, tickets.openedAt, tickets.id),
      ),
    )
    .orderBy(...inOrder(turn, tickets.openedAt, tickets.id))
    .limit(most)
}
export type ListedTicket = Awaited<ReturnType<typeof listTickets>>[number]
