import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { TenantErrorPage } from '#worker/api/schemas/tenants.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { listTenantErrors } from '#worker/support/queries/tenant-errors.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { ERROR_LEVELS } from '#worker/support/rules/register-words.ts'

export const tenantErrorApi = [
  operation(
    'GET /api/v1/tenants/:tenantId/errors',
    {
      id: 'listTenantErrors',
      summary: 'A tenant’s groups of errors by when they were last seen, each with its trend of 14 days.',
      query: { ...listQuery, level: z.optional(z.enum(ERROR_LEVELS)), q: z.optional(z.string().check(z.maxLength(80))) },
      answer: TenantErrorPage,
    },
    async (c, { params, query: { cursor, limit, level, q } }) => {
      const { db, now } = c.var
      const filter = { level, words: q?.trim() === '' ? undefined : q?.trim() }
      const rows = listTenantErrors(db, params.tenantId, filter, turnFrom(cursor), limit, now)
      const [[tenant], found] = await db.batch([tenantHead(db, params.tenantId), rows])
      return tenant && paged(found, limit, (row) => row.lastSeenAt)
    },
  ),
]
