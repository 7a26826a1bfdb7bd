import { ButtonLink } from '#views/ui/button.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { TicketPriorityBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import type { MyTicket } from '#worker/support/queries/tickets.ts'

type MyTicketsProps = { tickets: MyTicket[]; mayEnter: boolean; now: Date }

/** The operator's own work list, the most urgent first. One press leads in, where the door is open. */
export function MyTickets({ tickets, mayEnter, now }: MyTicketsProps) {
  return (
    <Table
      id="tickets"
      caption="Your open tickets, the most urgent first"
      columns={[
        { name: 'Ticket' },
        { name: 'Tenant' },
        { name: 'Priority' },
        { name: 'Opened' },
        { name: 'What to do', silent: true, align: 'end' },
      ]}
      isEmpty={tickets.length === 0}
      empty={
        <EmptyState icon="ticket" title="No open tickets" action={<ButtonLink href="/tenants">Look up a tenant</ButtonLink>}>
          Tickets that are assigned to you stand here. You can take one on the page of its tenant.
        </EmptyState>
      }
    >
      {tickets.map((ticket) => (
        <Row id={ticket.id}>
          <NameCell
            sub={
              <>
                {ticketLabel(ticket.number)}
                {ticket.status === 'PENDING' ? ' · pending' : null}
              </>
            }
          >
            {ticket.subject}
          </NameCell>
          <Cell label="Tenant">
            <a href={`/tenants/${ticket.tenantId}`}>{ticket.tenantName}</a>
          </Cell>
          <Cell label="Priority">
            <TicketPriorityBadge priority={ticket.priority} />
          </Cell>
          <Cell label="Opened" quiet nowrap>
            <When at={ticket.openedAt} look="relative" now={now} />
          </Cell>
          <Cell align="end">
            <Next ticket={ticket} mayEnter={mayEnter} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

function Next({ ticket, mayEnter }: { ticket: MyTicket; mayEnter: boolean }) {
  const where = <span class="unseen"> {`${ticket.tenantName} for ${ticketLabel(ticket.number)}`}</span>
  if (mayEnter && isOpen(ticket))
    return (
      <ButtonLink small icon="play" href={`/tenants/${ticket.tenantId}/enter?ticket=${ticket.id}`}>
        Enter{where}
      </ButtonLink>
    )
  return (
    <ButtonLink small look="quiet" href={`/tenants/${ticket.tenantId}`}>
      Open{where}
    </ButtonLink>
  )
}

/** Whether the tenant's door opens at all; the start page says why when it does not. */
function isOpen({ tenantStatus, accessPolicy }: MyTicket): boolean {
  return (tenantStatus === 'ACTIVE' || tenantStatus === 'PROVISIONING') && (accessPolicy === 'open' || accessPolicy === 'notify')
}
