import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { SessionPage } from '#worker/api/schemas/sessions.ts'
import { operation } from '#worker/http/api.ts'
import { listSessions } from '#worker/impersonation/queries/sessions.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'

export const tenantActivityApi = [
  operation(
    'GET /api/v1/tenants/:tenantId/activity',
    {
      id: 'listTenantActivity',
      summary: 'Who of the staff was inside a tenant, as far as the reader may know, the latest first.',
      query: listQuery,
      answer: SessionPage,
    },
    async (c, { params: { tenantId }, query: { cursor, limit } }) => {
      const { db } = c.var
      const [[tenant], found] = await db.batch([tenantHead(db, tenantId), listSessions(db, { after: cursor, tenantId, most: limit })])
      return tenant && paged(found, limit, (row) => row.startedAt)
    },
  ),
]
