import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { ExportedFile, User, UserPage } from '#worker/api/schemas/workspace.ts'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { takeUsers } from '#worker/tenant/export.ts'
import { listUsers, readUser } from '#worker/tenant/queries/users.ts'
import { TENANT_ROLES, TENANT_USER_STATUSES } from '#worker/tenant/rules/words.ts'

const narrows = { role: z.optional(z.enum(TENANT_ROLES)), status: z.optional(z.enum(TENANT_USER_STATUSES)) }

export const userApi = [
  operation(
    'GET /api/v1/workspace/users',
    {
      id: 'listUsers',
      summary: 'The tenant’s people that this session may see, the latest first.',
      query: { ...listQuery, ...narrows },
      answer: UserPage,
    },
    async (c, { query: { cursor, limit, ...filter } }) => {
      const rows = await readWithTrail(c.var, { act: 'tenant_user:list' }, listUsers(filter, turnFrom(cursor), limit))
      return paged(rows, limit, (row) => row.createdAt)
    },
  ),

  operation(
    'GET /api/v1/workspace/users/export',
    {
      id: 'exportUsers',
      summary: 'The tenant’s people as a file, in a session that was approved for it.',
      query: narrows,
      answer: ExportedFile,
    },
    (c, { query }) => takeUsers(c, query),
  ),

  operation(
    'GET /api/v1/workspace/users/:userId',
    { id: 'getUser', summary: 'A user and the cases assigned to them.', answer: User },
    async (c, { params: { userId } }) => {
      const { user, cases } = await readTogetherWithTrail(c.var, { act: 'tenant_user:read', about: userId }, readUser(userId))
      const [found] = user
      return found && { ...found, cases }
    },
  ),
]
