import { eq } from 'drizzle-orm'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Reader } from '#worker/db/read.ts'

/** What stands at the top of every room of a tenant. One statement of the page's batch; no row, no tenant. */
export function tenantHead(db: Reader, tenantId: string) {
  return db
    .select({
      id: tenants.id,
      name: tenants.name,
      status: tenants.status,
      accessPolicy: tenants.accessPolicy,
      industry: tenants.industry,
      plan: tenants.plan,
      region: tenants.region,
    })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
}
export type TenantHead = Awaited<ReturnType<typeof tenantHead>>[number]
