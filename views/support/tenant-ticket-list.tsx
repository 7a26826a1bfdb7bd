import { Select } from '#views/ui/field.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords, TicketPriorityBadge, TicketStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { HeadProps } from '#views/support/tenant-head.tsx'
import { chosen, TenantList } from '#views/support/tenant-list.tsx'
import { whoseIs } from '#views/support/tenant-tickets.tsx'
import type { Narrowed, Turns } from '#views/tenant/work-list.tsx'
import type { ListedTicket, TicketFilter } from '#worker/support/queries/tenant-tickets.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES, ticketLabel } from '#worker/support/rules/ticket-words.ts'

type TenantTicketListProps = {
  head: HeadProps
  rows: ListedTicket[]
  filter: TicketFilter
  turns: Turns
  operatorId: string
  zone: string
  now: Date
}

/** All that a customer wrote to support, the latest first. */
export function TenantTicketList({ head, rows, filter, turns, operatorId, zone, now }: TenantTicketListProps) {
  const narrowed: Narrowed[] = [
    { name: 'Status', param: 'status', value: filter.status, word: filter.status && inWords(filter.status) },
    { name: 'Priority', param: 'priority', value: filter.priority, word: filter.priority && inWords(filter.priority) },
  ]
  const options = (words: readonly string[]) => words.map((value) => ({ value, label: inWords(value) }))
  return (
    <TenantList
      head={head}
      room="tickets"
      rows="tickets"
      count={rows.length}
      turns={turns}
      narrowed={narrowed}
      fields={
        <>
          <Select id="status" label="Status" empty="Any" value={filter.status} options={options(TICKET_STATUSES)} />
          <Select id="priority" label="Priority" empty="Any" value={filter.priority} options={options(TICKET_PRIORITIES)} />
        </>
      }
    >
      <Table
        id="tickets"
        caption="Tickets, the latest first"
        columns={[
          { name: 'Ticket' },
          { name: 'Status' },
          { name: 'Priority' },
          { name: 'Assigned to' },
          { name: 'Opened' },
          { name: 'Last change' },
          { name: 'Closed' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="ticket" title={chosen(...narrowed) ? 'No ticket matches' : 'No tickets'}>
            {chosen(...narrowed) ? 'Try another status or priority.' : 'This customer has not written to support yet.'}
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <Row id={row.id}>
            <NameCell sub={ticketLabel(row.number)}>{row.subject}</NameCell>
            <Cell label="Status">
              <TicketStatusBadge status={row.status} />
            </Cell>
            <Cell label="Priority">
              <TicketPriorityBadge priority={row.priority} />
            </Cell>
            <Cell label="Assigned to">{whoseIs(row, operatorId)}</Cell>
            <Cell label="Opened" quiet nowrap>
              <When at={row.openedAt} zone={zone} look="date" />
            </Cell>
            <Cell label="Last change" quiet nowrap>
              <When at={row.updatedAt} zone={zone} look="relative" now={now} />
            </Cell>
            <Cell label="Closed" quiet nowrap>
              {row.closedAt === null ? <None /> : <When at={row.closedAt} zone={zone} look="date" />}
            </Cell>
          </Row>
        ))}
      </Table>
    </TenantList>
  )
}
