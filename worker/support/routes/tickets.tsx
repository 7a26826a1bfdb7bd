import { Hono } from 'hono'
import * as z from 'zod/mini'
import { withTrail } from '#worker/db/change.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { readTicket, takeTicket } from '#worker/support/queries/tickets.ts'
import { TicketTaken } from '#views/support/ticket-taken.tsx'

export const ticketRoutes = new Hono<Portal>().post('/:ticketId/take', permit('POST /tickets/:ticketId/take'), async (c) => {
  const { db, scope, operator, now } = c.var
  const ticketId = c.req.param('ticketId')
  const form = await readForm(c, z.strictObject({}))
  const ticket = await readTicket(db, ticketId)

  const taken = await withTrail(
    scope,
    form.ask,
    { act: 'ticket:take', about: ticketId, ...(ticket && { tenantId: ticket.tenantId }) },
    takeTicket({ ticketId, operatorId: operator.id, now }),
  )

  if (!ticket || (!taken.ok && taken.because === 'not_found')) return c.notFound()
  if (taken.ok) return c.redirect(`/tenants/${ticket.tenantId}?done=ticket-taken`, 303)
  const [current] = taken.refused
  return show(
    c,
    { title: `T-${ticket.number}`, nav: 'tenants', width: 'narrow', status: 409 },
    <TicketTaken ticket={{ ...ticket, status: current?.status ?? ticket.status, isMine: current?.assigneeId === operator.id }} />,
  )
})
