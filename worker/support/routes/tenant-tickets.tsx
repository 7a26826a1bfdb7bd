import { Hono } from 'hono'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { liveSession, show } from '#worker/http/show.tsx'
import { headFor } from '#worker/support/policy.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { listTickets } from '#worker/support/queries/tenant-tickets.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { TenantTicketList } from '#views/support/tenant-ticket-list.tsx'

export const tenantTicketRoutes = new Hono<Portal>().get('/:tenantId/tickets', permit('GET /tenants/:tenantId/tickets'), async (c) => {
  const { db, operator, now } = c.var
  const tenantId = c.req.param('tenantId')
  const turn = turnOf(c)
  const filter = { status: oneOf(c, 'status', TICKET_STATUSES), priority: oneOf(c, 'priority', TICKET_PRIORITIES) }
  const [[tenant], found] = await db.batch([tenantHead(db, tenantId), listTickets(db, tenantId, filter, turn, PAGE)])
  if (!tenant) return c.notFound()

  const rows = newestFirst(turn, found)
  const places = rows.map(({ id, openedAt }) => ({ id, createdAt: openedAt }))
  return show(
    c,
    { title: `Tickets · ${tenant.name}`, nav: 'tenants', width: 'wide' },
    <TenantTicketList
      head={headFor(operator, tenant, liveSession(c))}
      rows={rows}
      filter={filter}
      turns={turnsFrom(c, turn, places)}
      operatorId={operator.id}
      zone={operator.zone}
      now={now}
    />,
  )
})
