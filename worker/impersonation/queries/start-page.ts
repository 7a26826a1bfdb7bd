import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { accessRequests } from '#drizzle/schema/impersonation.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { openTicketsOf } from '#worker/support/queries/tenant-card.ts'
import type { AccessState } from '#worker/impersonation/rules/words.ts'
import type { AccessPolicy, TenantRole } from '#worker/tenant/rules/words.ts'

/** Whom one may look as is a short list: more than this nobody reads through. */
const MOST_SUBJECTS = 60

/** All that the start page of a session shows of a tenant, in one round trip. `offer`: also whom one may look as, which leaves its trace. */
export async function readStartPage(scope: Scope, tenantId: string, { offer, operatorId }: { offer: boolean; operatorId: string }) {
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
  const asked = db
    .select({ id: accessRequests.id, state: sql<AccessState>`app.access_state(access_request)`, startBy: accessRequests.startBy })
    .from(accessRequests)
    .where(
      and(
        eq(accessRequests.operatorId, operatorId),
        eq(accessRequests.tenantId, tenantId),
        inArray(accessRequests.state, ['WAITING', 'APPROVED']),
      ),
    )
    .orderBy(desc(accessRequests.askedAt))
    .limit(1)
  const [found, tickets, requests, subjects] = offer
    ? await db.batch([tenant, open, asked, subject])
    : [...(await db.batch([tenant, open, asked])), null]
  const row = found[0]
  return (
    row && {
      tenant: { ...row, lastAccessAt: row.lastAccessAt === null ? null : new Date(row.lastAccessAt) },
      tickets,
      subjects,
      request: requests.find(({ state }) => state === 'WAITING' || state === 'APPROVED'),
    }
  )
}
export type StartPage = NonNullable<Awaited<ReturnType<typeof readStartPage>>>

/** What decides whether somebody must be asked; undefined where there is no such tenant. */
export async function policyOf(db: Reader, tenantId: string): Promise<AccessPolicy | undefined> {
  const rows = await db.select({ policy: tenants.accessPolicy }).from(tenants).where(eq(tenants.id, tenantId))
  return rows[0]?.policy
}
