import type { TicketPriority } from '#worker/support/rules/ticket-words.ts'
import { TicketPriorityBadge } from '#views/ui/status.tsx'

/** A low priority needs no mark; what presses does. */
export function Presses({ priority }: { priority: TicketPriority }) {
  return priority === 'LOW' ? null : <TicketPriorityBadge priority={priority} />
}
