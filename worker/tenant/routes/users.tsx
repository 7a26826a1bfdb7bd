import { Hono } from 'hono'
import { readTogetherWithTrail } from '#worker/db/read.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { mayExport } from '#worker/tenant/queries/export.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { listUsers } from '#worker/tenant/queries/users.ts'
import { userPage } from '#worker/tenant/user-page.tsx'
import { userFilterFrom } from '#worker/tenant/rules/user-filter.ts'
import { exportBarrierOf } from '#worker/tenant/writing.ts'
import { UserList } from '#views/tenant/user-list.tsx'

export const userRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/users'), async (c) => {
    const turn = turnOf(c)
    const filter = userFilterFrom(c.req.query())
    const { found, isApproved } = await readTogetherWithTrail(
      c.var,
      { act: 'tenant_user:list' },
      { found: listUsers(filter, turn, PAGE) },
      { isApproved: mayExport },
    )
    const rows = newestFirst(turn, found)

    const { operator, now } = c.var
    return show(
      c,
      { title: 'Users', nav: 'workspace', width: 'wide' },
      <UserList
        rows={rows}
        filter={filter}
        turns={turnsFrom(c, turn, rows)}
        exportBarrier={exportBarrierOf(c, isApproved)}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:userId', permit('GET /workspace/users/:userId'), (c) => userPage(c, c.req.param('userId')))
