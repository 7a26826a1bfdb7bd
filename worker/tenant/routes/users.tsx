import { Hono } from 'hono'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { listUsers, readUser } from '#worker/tenant/queries/users.ts'
import { TENANT_ROLES, TENANT_USER_STATUSES } from '#worker/tenant/rules/words.ts'
import { UserList } from '#views/tenant/user-list.tsx'
import { UserPage } from '#views/tenant/user.tsx'

export const userRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/users'), async (c) => {
    const turn = turnOf(c)
    const filter = { role: oneOf(c, 'role', TENANT_ROLES), status: oneOf(c, 'status', TENANT_USER_STATUSES) }
    const rows = newestFirst(turn, await readWithTrail(c.var, { act: 'tenant_user:list' }, listUsers(filter, turn, PAGE)))

    const { operator, now } = c.var
    return show(
      c,
      { title: 'Users', nav: 'workspace', width: 'wide' },
      <UserList rows={rows} filter={filter} turns={turnsFrom(c, turn, rows)} zone={operator.zone} now={now} />,
    )
  })

  .get('/:userId', permit('GET /workspace/users/:userId'), async (c) => {
    const userId = c.req.param('userId')
    const { user, cases } = await readTogetherWithTrail(c.var, { act: 'tenant_user:read', about: userId }, readUser(userId))
    const found = user[0]
    if (!found) return c.notFound()
    return show(
      c,
      { title: 'User', nav: 'workspace' },
      <UserPage user={found} cases={cases} tenantId={c.var.scope.entered?.session?.tenantId} zone={c.var.operator.zone} now={c.var.now} />,
    )
  })
