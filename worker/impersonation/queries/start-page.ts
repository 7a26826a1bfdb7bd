import { eq, sql } from 'drizzle-orm'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Reader } from '#worker/db/read.ts'
import { openTicketsOf } from '#worker/support/queries/tenant-card.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** Whom one may look as is a short list: more than this nobody reads through. */
const MOST_SUBJECTS = 60

/** All that the start page of a session shows of a tenant, in one round trip. */
export async function readStartPage(db: Reader, tenantId: string) {
  const [found, tickets, subjects] = await db.batch([
    db
      .select({
        id: tenants.id,
        name: tenants.name,
        slug: tenants.slug,
        status: tenants.status,
        plan: tenants.plan,
        region: tenants.region,
        accessPolicy: tenants.accessPolicy,
        openSessions: sql<number>`access.open_sessions`,
        lastAccessAt: sql<string | null>`access.last_access_at`,
      })
      .from(tenants)
      .leftJoin(sql`lateral app.tenant_access(${tenants.id}) access`, sql`true`)
      .where(eq(tenants.id, tenantId)),
    openTicketsOf(db, tenantId),
    db
      .select({
        id: sql<string>`subject.id`,
        role: sql<TenantRole>`subject.role`,
        orgUnit: sql<string | null>`subject.org_unit`,
        assignedCases: sql<number>`subject.assigned_cases`,
      })
      .from(sql`app.possible_subjects(${tenantId}, ${MOST_SUBJECTS}) subject`),
  ])
  const tenant = found[0]
  return (
    tenant && {
      tenant: { ...tenant, lastAccessAt: tenant.lastAccessAt === null ? null : new Date(tenant.lastAccessAt) },
      tickets,
      subjects,
    }
  )
}
export type StartPage = NonNullable<Awaited<ReturnType<typeof readStartPage>>>
