import { Count } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { TenantStatusBadge, TicketPriorityBadge, TicketStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import type { Owned } from '#worker/people/queries/people.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

/** What is in somebody's name: a ticket is taken over on its tenant's page, a tenant by whoever becomes its success manager. */
export function PersonOwns({ owned, isGone }: { owned: Owned; isGone: boolean }) {
  return (
    <>
      <Card
        id="tickets"
        title={isGone ? 'Open tickets to take over' : 'Open tickets'}
        icon="ticket"
        mark={<Count of={owned.tickets.length} />}
        flush
      >
        <Table
          id="owned-tickets"
          caption="Open tickets in their name, the latest first"
          columns={[{ name: 'Ticket' }, { name: 'Tenant' }, { name: 'Priority' }, { name: 'Status' }]}
          isEmpty={owned.tickets.length === 0}
          empty={<EmptyState icon="ticket" title="No open tickets" />}
        >
          {owned.tickets.map((ticket) => (
            <Row id={ticket.id}>
              <NameCell href={`/tenants/${ticket.tenantId}`} sub={ticket.subject}>
                {ticketLabel(ticket.number)}
              </NameCell>
              <Cell label="Tenant">{ticket.tenantName}</Cell>
              <Cell label="Priority">
                <TicketPriorityBadge priority={ticket.priority} />
              </Cell>
              <Cell label="Status">
                <TicketStatusBadge status={ticket.status} />
              </Cell>
            </Row>
          ))}
        </Table>
      </Card>
      <Card
        id="tenants"
        title={isGone ? 'Tenants without a success manager at work' : 'Success manager of'}
        icon="building"
        mark={<Count of={owned.tenants.length} />}
        flush
      >
        <Table
          id="managed-tenants"
          caption="Tenants they look after, by name"
          columns={[{ name: 'Tenant' }, { name: 'Status' }]}
          isEmpty={owned.tenants.length === 0}
          empty={<EmptyState icon="building" title="No tenants" />}
        >
          {owned.tenants.map((tenant) => (
            <Row id={tenant.id}>
              <NameCell href={`/tenants/${tenant.id}`}>{tenant.name}</NameCell>
              <Cell label="Status">
                <TenantStatusBadge status={tenant.status} />
              </Cell>
            </Row>
          ))}
        </Table>
      </Card>
    </>
  )
}
