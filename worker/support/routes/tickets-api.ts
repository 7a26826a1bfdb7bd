import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { TakenTicket, TicketPage } from '#worker/api/schemas/tenants.ts'
import { withTrail } from '#worker/db/change.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { Refusal } from '#worker/http/problem.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { listTickets } from '#worker/support/queries/tenant-tickets.ts'
import { readTicket, takeTicket } from '#worker/support/queries/tickets.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'

export const ticketApi = [
  operation(
    'GET /api/v1/tenants/:tenantId/tickets',
    {
      id: 'listTickets',
      summary: 'All tickets of a tenant, the latest first.',
      query: { ...listQuery, status: z.optional(z.enum(TICKET_STATUSES)), priority: z.optional(z.enum(TICKET_PRIORITIES)) },
      answer: TicketPage,
    },
    async (c, { params, query: { cursor, limit, status, priority } }) => {
      const { db } = c.var
      const rows = listTickets(db, params.tenantId, { status, priority }, turnFrom(cursor), limit)
      const [[tenant], found] = await db.batch([tenantHead(db, params.tenantId), rows])
      return tenant && paged(found, limit, (row) => row.openedAt)
    },
  ),

  operation(
    'POST /api/v1/tickets/:ticketId/take',
    { id: 'takeTicket', summary: 'Takes an open ticket that nobody has.', answer: TakenTicket },
    async (c, { params: { ticketId }, ask }) => {
      const { db, scope, operator, now } = c.var
      const ticket = await readTicket(db, ticketId)
      const taken = await withTrail(
        scope,
        ask,
        { act: 'ticket:take', about: ticketId, ...(ticket && { tenantId: ticket.tenantId }) },
        takeTicket({ ticketId, operatorId: operator.id, now }),
      )
      if (!ticket) return undefined
      if (taken.ok) return taken.changed.map((row) => ({ ...row, assigneeId: row.assigneeId ?? operator.id }))[0]
      const [current] = taken.refused
      if (!current) return undefined
      const { id, status, assigneeId } = current
      if (status === 'CLOSED') throw new Refusal('INVALID_TRANSITION', { from: status, to: 'ASSIGNED', allowed: [] })
      throw new Refusal('ALREADY_TAKEN', { current: { id, status, assigneeId } })
    },
  ),
]
