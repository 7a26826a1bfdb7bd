import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Form } from '#views/ui/form.tsx'
import { TicketPriorityBadge, TicketStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import type { OpenTicket } from '#worker/support/queries/tenant-card.ts'

type TenantTicketsProps = {
  tickets: OpenTicket[]
  tenantId: string
  operatorId: string
  mayEnter: boolean
  mayTake: boolean
  csrf: string
  formKey: string
  now: Date
}

/** A tenant's open tickets: whose each is, and the next step with it. */
export function TenantTickets({ tickets, operatorId, now, ...acts }: TenantTicketsProps) {
  return (
    <Table
      id="ticket-list"
      caption="Open tickets, the most urgent first"
      columns={[
        { name: 'Ticket' },
        { name: 'Priority' },
        { name: 'Status' },
        { name: 'Opened' },
        { name: 'Assigned to' },
        { name: 'What to do', silent: true, align: 'end' },
      ]}
    >
      {tickets.map((ticket, n) => (
        <Row id={ticket.id}>
          <NameCell sub={ticketLabel(ticket.number)}>{ticket.subject}</NameCell>
          <Cell label="Priority">
            <TicketPriorityBadge priority={ticket.priority} />
          </Cell>
          <Cell label="Status">
            <TicketStatusBadge status={ticket.status} />
          </Cell>
          <Cell label="Opened" quiet nowrap>
            <When at={ticket.openedAt} look="relative" now={now} />
          </Cell>
          <Cell label="Assigned to">{whoseIs(ticket, operatorId)}</Cell>
          <Cell align="end">
            <Next ticket={ticket} isMine={ticket.assigneeId === operatorId} n={n} {...acts} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

export function whoseIs(ticket: Pick<OpenTicket, 'assigneeId' | 'assigneeName'>, operatorId: string): string {
  if (ticket.assigneeId === null) return 'Nobody'
  return ticket.assigneeId === operatorId ? 'You' : (ticket.assigneeName ?? 'A colleague')
}

type NextProps = Omit<TenantTicketsProps, 'tickets' | 'operatorId' | 'now'> & { ticket: OpenTicket; isMine: boolean; n: number }

function Next({ ticket, isMine, n, tenantId, mayEnter, mayTake, csrf, formKey }: NextProps) {
  const what = <span class="unseen"> {ticketLabel(ticket.number)}</span>
  if (isMine && mayEnter)
    return (
      <ButtonLink small icon="play" href={`/tenants/${tenantId}/enter?ticket=${ticket.id}`}>
        Enter{what}
      </ButtonLink>
    )
  if (ticket.assigneeId === null && mayTake)
    return (
      <Form look="inline" action={`/tickets/${ticket.id}/take`} csrf={csrf} formKey={`${formKey}-${n}`}>
        <Button small icon="plus">
          Take{what}
        </Button>
      </Form>
    )
  return null
}
