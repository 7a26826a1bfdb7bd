import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { liveSession, show } from '#worker/http/show.tsx'
import { listSessions } from '#worker/impersonation/queries/sessions.ts'
import { headFor } from '#worker/support/policy.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { TenantActivity } from '#views/support/tenant-activity.tsx'

export const tenantActivityRoutes = new Hono<Portal>().get('/:tenantId/activity', permit('GET /tenants/:tenantId/activity'), async (c) => {
  const { db, operator, now } = c.var
  const tenantId = c.req.param('tenantId')
  const turn = turnOf(c)
  const after = 'older' in turn ? turn.older : undefined
  const [[tenant], rows] = await db.batch([tenantHead(db, tenantId), listSessions(db, { after, tenantId, most: PAGE })])
  if (!tenant) return c.notFound()

  const places = rows.map(({ id, startedAt }) => ({ id, createdAt: startedAt }))
  const { older } = turnsFrom(c, after ? { older: after } : {}, places)
  return show(
    c,
    { title: `Activity · ${tenant.name}`, nav: 'tenants', width: 'wide' },
    <TenantActivity
      head={headFor(operator, tenant, liveSession(c))}
      rows={rows}
      older={older}
      operatorId={operator.id}
      seesOthers={may(operator, 'view_audit') || operator.lead}
      zone={operator.zone}
      now={now}
    />,
  )
})
