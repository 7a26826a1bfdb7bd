import { desc, eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cases } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { readerScope } from '#worker/ai/asker.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { CasePage } from '#worker/api/schemas/workspace.ts'
import { look } from '#worker/db/read.ts'
import { rowsWithin } from '#worker/db/scope.ts'
import { filled, worded } from '#worker/db/shaped.ts'
import { present, selectionOf } from '#worker/db/shown.ts'
import { apiRoutes, operation } from '#worker/http/api.ts'
import { ownForms } from '#worker/http/csrf.ts'
import { safeHeaders } from '#worker/http/headers.ts'
import { onlyDeclaredDoors } from '#worker/http/permit.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { listCases } from '#worker/tenant/queries/cases.ts'

/** The list of cases as a tenant's own user would have it: the product's token, their own rows by the policies for tenants' users, every value as
 *  it is, no session and no trail. The portal has no such list; it is what being inside is measured beside. All else is as in the portal: the
 *  same middleware, a statement that is worded once, rows as one JSON value, the same check of what is asked and answered. */
export function ownList(parts: Parts): Hono<Portal> {
  return new Hono<Portal>()
    .use(remember(parts))
    .use(safeHeaders(parts.settings))
    .use(bodyLimit({ maxSize: 64 * 1024 }))
    .use(onlyDeclaredDoors)
    .use(ownForms)
    .route('/', apiRoutes([list]))
}

/** At a door that is open to every user of a tenant. */
const list = operation(
  'GET /api/v1/tenant/me',
  { id: 'listOwnCases', summary: 'The cases of whoever asks, the latest first.', query: listQuery, answer: CasePage },
  async (c, { query: { limit } }) => {
    const { context, parts, spent, tenantUser } = c.var
    const scope = { ...readerScope(parts.database, tenantUser, context), spent }
    const [row] = await rowsWithin<{ page: Record<string, unknown>[] }>(scope, filled(statement(), new Map([[MOST, limit]])))
    return paged(present(FIELDS, row?.page ?? [], { role: 'ADMIN', inSession: true }), limit, ({ createdAt }) => createdAt)
  },
)

const { fields: FIELDS } = listCases({}, {}, 1)
const MOST = sql.placeholder('most')

const statement = () =>
  (made ??= worded(sql`with page as materialized (${page().getSQL()}) select jsonb_agg(to_jsonb(part)) as page from page part`))
let made: ReturnType<typeof worded> | undefined

const page = () =>
  look
    .select(selectionOf(FIELDS))
    .from(cases)
    .leftJoin(tenantUsers, eq(tenantUsers.id, cases.assigneeId))
    .orderBy(desc(cases.createdAt), desc(cases.id))
    .limit(MOST)
