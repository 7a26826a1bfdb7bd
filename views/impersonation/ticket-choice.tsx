import { ErrorLine } from '#views/ui/field.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { Presses } from '#views/support/ticket.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import type { OpenTicket } from '#worker/support/queries/tenant-card.ts'

type TicketChoiceProps = {
  tickets: OpenTicket[]
  chosenId: string | undefined
  operatorId: string
  tenantId: string
  error: string | undefined
  now: Date
}

/** The open tickets of the tenant, one's own first. The others stand there too, with what it would take. */
export function TicketChoice({ tickets, chosenId, operatorId, tenantId, error, now }: TicketChoiceProps) {
  const own = tickets.filter((ticket) => ticket.assigneeId === operatorId)
  const others = tickets.filter((ticket) => ticket.assigneeId !== operatorId)
  return (
    <fieldset
      class={error === undefined ? 'field ticket-field' : 'field ticket-field field-wrong'}
      id="ticketId"
      aria-describedby={error && 'ticketId-error'}
    >
      <legend class="field-label">On which ticket?</legend>
      {error === undefined ? null : <ErrorLine id="ticketId" error={error} />}
      {own.length > 0 ? null : (
        <Notice tone="warn" title="You have no open ticket of this tenant">
          {others.length === 0
            ? 'A tenant is entered on an open ticket. Have the customer write one, or write it for them.'
            : 'Take one of these on the tenant’s page first, or ask the colleague who has it.'}
        </Notice>
      )}
      <ul class="ticket-choices">
        {own.map((ticket) => (
          <li>
            <OwnTicket ticket={ticket} chosen={ticket.id === chosenId} tenantId={tenantId} now={now} />
          </li>
        ))}
        {others.map((ticket) => (
          <li>
            <OthersTicket ticket={ticket} tenantId={tenantId} now={now} />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

type TicketProps = { ticket: OpenTicket; tenantId: string; now: Date }

/** Choosing another ticket brings its words into the reason. As plain text inside the field: what was typed there stays. */
function OwnTicket({ ticket, chosen, tenantId, now }: TicketProps & { chosen: boolean }) {
  return (
    <label class="ticket-choice" for={`ticket-${ticket.id}`}>
      <input
        type="radio"
        id={`ticket-${ticket.id}`}
        name="ticketId"
        value={ticket.id}
        checked={chosen}
        required
        hx-get={`/tenants/${tenantId}/enter?ticket=${ticket.id}`}
        hx-trigger="change"
        hx-target="#reason"
        hx-select="#reason"
        hx-swap="textContent"
      />
      <TicketWords ticket={ticket} now={now} />
    </label>
  )
}

function OthersTicket({ ticket, tenantId, now }: TicketProps) {
  const id = `ticket-${ticket.id}`
  return (
    <div class="ticket-choice ticket-choice-off">
      <input
        type="radio"
        id={id}
        name="ticketId"
        value={ticket.id}
        disabled
        aria-labelledby={`${id}-words`}
        aria-describedby={`${id}-why`}
      />
      <span id={`${id}-words`}>
        <TicketWords ticket={ticket} now={now} />
      </span>
      <span class="ticket-why" id={`${id}-why`}>
        {ticket.assigneeId === null ? (
          <a href={`/tenants/${tenantId}#${ticket.id}`}>Take it first</a>
        ) : (
          `Assigned to ${ticket.assigneeName ?? 'a colleague'}`
        )}
      </span>
    </div>
  )
}

function TicketWords({ ticket, now }: { ticket: OpenTicket; now: Date }) {
  return (
    <span class="ticket-words">
      <span class="ticket-subject">{ticket.subject}</span>
      <span class="ticket-facts">
        <span>{ticketLabel(ticket.number)}</span>
        <When at={ticket.openedAt} look="relative" now={now} />
        {ticket.status === 'PENDING' ? <span>pending</span> : null}
        <Presses priority={ticket.priority} />
      </span>
    </span>
  )
}
