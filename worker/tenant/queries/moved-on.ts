import { and, eq, inArray, sql } from 'drizzle-orm'
import { outbox } from '#drizzle/schema/portal-jobs.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Shown } from '#worker/tenant/rules/news.ts'

/** Whether a record of the tenant is a later version by now. The event of the change says so, in whose transaction it was made and of which
 *  the newest is kept; nothing of the record is read. */
export async function hasMovedOn(scope: Scope, tenantId: string, { record, version }: Shown): Promise<boolean> {
  const later = await within(scope, { readOnly: true })
    .select({ seq: outbox.seq })
    .from(outbox)
    .where(
      and(
        inArray(outbox.entity, ['case', 'tenant_user']),
        eq(outbox.entityId, record),
        sql`${outbox.payload} ->> 'tenantId' = ${tenantId}`,
        sql`(${outbox.payload} ->> 'version')::integer > ${version}`,
      ),
    )
    .limit(1)
  return later.length > 0
}
