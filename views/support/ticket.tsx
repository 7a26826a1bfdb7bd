import type { TicketPriority } from '#worker/support/rules/ticket-words.ts'
import { TicketPriorityBadge } from '#views/ui/status.tsx'

/** Tickets are spoken of by a number: `T-5001`. */
export const ticketLabel = (number: number) => `T-${number}`

/** A low priority needs no mark; what presses does. */
export function Presses({ priority }: { priority: TicketPriority }) {
  return priority === 'LOW' ? null : <TicketPriorityBadge priority={priority} />
}
