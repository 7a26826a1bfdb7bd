import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { tickets } from '#drizzle/schema/support.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { change } from '#worker/db/change.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import type { TenantStatus } from '#worker/tenant/rules/words.ts'

/** An open ticket that nobody has becomes the operator's. Two who press at once cannot both win. */
export const takeTicket = ({ ticketId, operatorId, now }: { ticketId: string; operatorId: string; now: Date }) =>
  change(tickets, {
    which: eq(tickets.id, ticketId),
    only: and(inArray(tickets.status, ['OPEN', 'PENDING']), isNull(tickets.assigneeId)),
    set: {
      assigneeId: operatorId,
      updatedAt: sql`greatest(${tickets.updatedAt}, ${now.toISOString()}::timestamptz)`,
      version: sql`${tickets.version} + 1`,
    },
  })

/** Where a ticket belongs and whose it is; what the tenant's page shows of it. */
export async function readTicket(db: Reader, ticketId: string) {
  const rows = await db
    .select({
      id: tickets.id,
      number: tickets.number,
      tenantId: tickets.tenantId,
      status: tickets.status,
      assigneeName: internalUsers.name,
    })
    .from(tickets)
    .leftJoin(internalUsers, eq(internalUsers.id, tickets.assigneeId))
    .where(eq(tickets.id, ticketId))
  return rows[0]
}

const mine = {
  id: tickets.id,
  number: tickets.number,
  subject: tickets.subject,
  status: tickets.status,
  priority: tickets.priority,
  openedAt: tickets.openedAt,
  tenantId: tickets.tenantId,
  tenantName: reckoned('tenant_name', 'internal', sql<string>`${tenants.name}`),
  tenantStatus: reckoned('tenant_status', 'internal', sql<TenantStatus>`${tenants.status}`),
  accessPolicy: tenants.accessPolicy,
}
export type MyTicket = Shown<typeof mine>

/** The operator's own open tickets, most urgent first: the work list of their home. */
export const myOpenTickets = (operatorId: string) =>
  reading(
    'ticket',
    mine,
    look
      .select(selectionOf(mine))
      .from(tickets)
      .innerJoin(tenants, eq(tenants.id, tickets.tenantId))
      .where(and(eq(tickets.assigneeId, operatorId), inArray(tickets.status, ['OPEN', 'PENDING'])))
      .orderBy(sql`case ${tickets.priority} when 'URGENT' then 1 when 'HIGH' then 2 else 3 end`, tickets.openedAt)
      .limit(50),
  )
