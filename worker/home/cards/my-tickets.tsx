import { may } from '#worker/auth/rules/roles.ts'
import { card } from '#worker/home/card.ts'
import { myOpenTickets } from '#worker/support/queries/tickets.ts'
import { MyTickets } from '#views/support/my-tickets.tsx'

export const myTickets = card({
  title: 'My open tickets',
  icon: 'ticket',
  about: 'Tickets that are assigned to you, the most urgent first.',
  permission: 'view_tenants',
  flush: true,
  ask: (operator) => myOpenTickets(operator.id),
  show: (tickets, { operator, session, now }) => (
    <MyTickets tickets={tickets} mayEnter={may(operator, 'impersonate') && session === undefined} now={now} />
  ),
})
