import { ButtonLink } from '#views/ui/button.tsx'
import { ErrorPage } from '#views/layout/error.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import type { TicketStatus } from '#worker/support/rules/ticket-words.ts'

type Ticket = { id: string; number: number; tenantId: string; status: TicketStatus; assigneeName: string | null; isMine: boolean }

/** Somebody was faster, or it was done already: who has the ticket now, and what to do next. */
export function TicketTaken({ ticket }: { ticket: Ticket }) {
  const { title, help } = wordsOf(ticket)
  const enters = ticket.isMine && ticket.status !== 'CLOSED'
  return (
    <ErrorPage
      status={409}
      icon="ticket"
      title={title}
      help={<p>{help}</p>}
      action={
        <>
          {enters ? (
            <ButtonLink look="primary" icon="play" href={`/tenants/${ticket.tenantId}/enter?ticket=${ticket.id}`}>
              Enter on this ticket
            </ButtonLink>
          ) : null}
          <ButtonLink look={enters ? 'plain' : 'primary'} href={`/tenants/${ticket.tenantId}`}>
            Back to the tenant
          </ButtonLink>
          <ButtonLink look="quiet" href="/">
            Your tickets
          </ButtonLink>
        </>
      }
    />
  )
}

function wordsOf({ number, status, assigneeName, isMine }: Ticket): { title: string; help: string } {
  const label = ticketLabel(number)
  if (status === 'CLOSED')
    return { title: `${label} is closed`, help: 'Nothing was changed. If the customer still needs help, they can reopen it.' }
  if (isMine) return { title: `${label} is yours already`, help: 'Nothing was changed. You can enter the tenant on it.' }
  return {
    title: `${assigneeName ?? 'A colleague'} has ${label}`,
    help: `You were not given the ticket. Ask ${assigneeName ?? 'your colleague'} to hand it over, or take another open ticket of this tenant.`,
  }
}
