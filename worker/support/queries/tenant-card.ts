import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tickets } from '#drizzle/schema/support.ts'
import { tenantContacts, tenantDomains, tenantPhones, tenants } from '#drizzle/schema/tenant.ts'
import type { Reader } from '#worker/db/read.ts'

/** As many open tickets as anybody looks through on the card. */
const MOST_TICKETS = 50

/** What staff may know of a tenant without entering it. Five statements in one round trip, whatever the tenant's size. */
export async function readTenantCard(db: Reader, tenantId: string) {
  const [found, domains, phones, contacts, openTickets] = await db.batch([
    db
      .select({
        ...getTableColumns(tenants),
        csmName: internalUsers.name,
        openSessions: sql<number>`access.open_sessions`,
        lastAccessAt: sql<string | null>`access.last_access_at`,
      })
      .from(tenants)
      .leftJoin(internalUsers, eq(internalUsers.id, tenants.csmId))
      .leftJoin(sql`lateral app.tenant_access(${tenants.id}) access`, sql`true`)
      .where(eq(tenants.id, tenantId)),
    db
      .select({ domain: tenantDomains.domain, verifiedAt: tenantDomains.verifiedAt })
      .from(tenantDomains)
      .where(eq(tenantDomains.tenantId, tenantId))
      .orderBy(tenantDomains.domain)
      .limit(20),
    db
      .select({ label: tenantPhones.label, e164: tenantPhones.e164 })
      .from(tenantPhones)
      .where(eq(tenantPhones.tenantId, tenantId))
      .orderBy(tenantPhones.label)
      .limit(20),
    db
      .select({ kind: tenantContacts.kind, name: tenantContacts.name, email: tenantContacts.email, phone: tenantContacts.phone })
      .from(tenantContacts)
      .where(eq(tenantContacts.tenantId, tenantId))
      .orderBy(tenantContacts.kind)
      .limit(20),
    openTicketsOf(db, tenantId),
  ])
  const tenant = found[0]
  if (!tenant) return undefined
  return {
    ...tenant,
    lastAccessAt: tenant.lastAccessAt === null ? null : new Date(tenant.lastAccessAt),
    domains,
    phones,
    contacts,
    tickets: openTickets,
  }
}

export type TenantCard = NonNullable<Awaited<ReturnType<typeof readTenantCard>>>

/** A tenant's open tickets, the most urgent first, with whose they are. */
export function openTicketsOf(db: Reader, tenantId: string) {
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
    })
    .from(tickets)
    .leftJoin(internalUsers, eq(internalUsers.id, tickets.assigneeId))
    .where(and(eq(tickets.tenantId, tenantId), inArray(tickets.status, ['OPEN', 'PENDING'])))
    .orderBy(sql`case ${tickets.priority} when 'URGENT' then 1 when 'HIGH' then 2 else 3 end`, desc(tickets.openedAt))
    .limit(MOST_TICKETS)
}
export type OpenTicket = Awaited<ReturnType<typeof openTicketsOf>>[number]
