import { desc, eq, sql } from 'drizzle-orm'
import type { Hono } from 'hono'
import { cases } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { readerScope } from '#worker/ai/asker.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { CasePage } from '#worker/api/schemas/workspace.ts'
import { createApp } from '#worker/app.tsx'
import { look } from '#worker/db/read.ts'
import { rowsWithin } from '#worker/db/scope.ts'
import { filled, worded } from '#worker/db/shaped.ts'
import { present, selectionOf } from '#worker/db/shown.ts'
import { doors } from '#worker/doors.ts'
import { type ApiDoor, apiRoutes, operation } from '#worker/http/api.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { listCases } from '#worker/tenant/queries/cases.ts'

/** A door that the portal does not have. */
const DOOR = 'GET /api/v1/tenant/cases' as ApiDoor

/** The list of cases as a tenant's own user would have it: the product's token, their own rows by the policies for tenants' users, every value as
 *  it is, no session and no trail. The portal has no such list; it is what being inside is measured beside. All else is the portal's: its
 *  routes and middleware, a statement that is worded once, the checks of what is asked and answered. */
export function withOwnList(parts: Parts): Hono<Portal> {
  Object.assign(doors, { [DOOR]: doors['GET /api/v1/tenant/me'] })
  return createApp(parts).route('/', apiRoutes([list]))
}

const list = operation(
  DOOR,
  { id: 'listOwnCases', summary: 'The cases that whoever asks may see, the latest first.', query: listQuery, answer: CasePage },
  async (c, { query: { limit } }) => {
    const { context, parts, spent, tenantUser } = c.var
    const scope = { ...readerScope(parts.database, tenantUser, context), spent }
    const rows = await rowsWithin<Record<string, unknown>>(scope, filled(statement(), new Map([[MOST, limit]])))
    return paged(present(FIELDS, rows, { role: 'ADMIN', inSession: true }), limit, ({ createdAt }) => createdAt)
  },
)

const { fields: FIELDS } = listCases({}, {}, 1)
const MOST = sql.placeholder('most')

let made: ReturnType<typeof worded> | undefined
const statement = () => (made ??= worded(query().getSQL()))

const query = () =>
  look
    .select(selectionOf(FIELDS))
    .from(cases)
    .leftJoin(tenantUsers, eq(tenantUsers.id, cases.assigneeId))
    .orderBy(desc(cases.createdAt), desc(cases.id))
    .limit(MOST)
