import { eq, sql } from 'drizzle-orm'
import { tenants } from '#drizzle/schema/tenant.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { openTicketsOf } from '#worker/support/queries/tenant-card.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** Whom one may look as is a short list: more than this nobody reads through. */
const MOST_SUBJECTS = 60

/** All that the start page of a session shows of a tenant, in one round trip. `offer`: also whom one may look as, which leaves its trace. */
export async function readStartPage(scope: Scope, tenantId: string, { offer }: { offer: boolean }) {
  const db = within(scope, { readOnly: !offer })
  const tenant = db
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
    .where(eq(tenants.id, tenantId))
  const subject = db
    .select({
      id: sql<string>`subject.id`,
      role: sql<TenantRole>`subject.role`,
      orgUnit: sql<string | null>`subject.org_unit`,
    })
    .from(sql`app.possible_subjects(${tenantId}, ${MOST_SUBJECTS}) subject`)
  const open = openTicketsOf(db, tenantId)
  const [found, tickets, subjects] = offer ? await db.batch([tenant, open, subject]) : [...(await db.batch([tenant, open])), null]
  const row = found[0]
  return row && { tenant: { ...row, lastAccessAt: row.lastAccessAt === null ? null : new Date(row.lastAccessAt) }, tickets, subjects }
}
export type StartPage = NonNullable<Awaited<ReturnType<typeof readStartPage>>>
