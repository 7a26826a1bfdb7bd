import { Hono } from 'hono'
import { readWithTrail } from '#worker/db/read.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { listUsers } from '#worker/tenant/queries/users.ts'
import { userPage } from '#worker/tenant/user-page.tsx'
import { TENANT_ROLES, TENANT_USER_STATUSES } from '#worker/tenant/rules/words.ts'
import { UserList } from '#views/tenant/user-list.tsx'

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

  .get('/:userId', permit('GET /workspace/users/:userId'), (c) => userPage(c, c.req.param('userId')))
