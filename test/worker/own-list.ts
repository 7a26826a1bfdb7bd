import { desc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { cases } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { readerScope } from '#worker/ai/asker.ts'
import { paged } from '#worker/api/schemas/shared.ts'
import { CasePage } from '#worker/api/schemas/workspace.ts'
import { within } from '#worker/db/scope.ts'
import { selectionOf } from '#worker/db/shown.ts'
import { safeHeaders } from '#worker/http/headers.ts'
import { letTenantIn } from '#worker/http/let-token.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { type ListedCase, listCases } from '#worker/tenant/queries/cases.ts'

const PAGE = 50

/** The list of cases as a tenant's own user would have it: the product's token, their own rows by the policies for tenants' users, every value as
 *  it is, no session and no trail. The portal has no such list; it is what being inside is measured beside. */
export function ownList(parts: Parts): Hono<Portal> {
  const { fields } = listCases({}, {}, PAGE)
  return new Hono<Portal>()
    .use(remember(parts))
    .use(safeHeaders(parts.settings))
    .get('/api/v1/tenant/cases', async (c) => {
      await letTenantIn(c, {})
      const { context, spent, tenantUser } = c.var
      const rows = await within({ ...readerScope(parts.database, tenantUser, context), spent }, { readOnly: true })
        .select(selectionOf(fields))
        .from(cases)
        .leftJoin(tenantUsers, eq(tenantUsers.id, cases.assigneeId))
        .orderBy(desc(cases.createdAt), desc(cases.id))
        .limit(PAGE)
      const page = paged(rows as unknown as ListedCase[], PAGE, (row) => row.createdAt)
      return c.json(z.parse(CasePage, JSON.parse(JSON.stringify(page))))
    })
}
