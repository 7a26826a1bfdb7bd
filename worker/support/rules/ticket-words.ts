export const TICKET_STATUSES = ['OPEN', 'PENDING', 'CLOSED'] as const
export const TICKET_PRIORITIES = ['LOW', 'HIGH', 'URGENT'] as const

export type TicketStatus = (typeof TICKET_STATUSES)[number]
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]

/** Tickets are spoken of by a number: `T-5001`. */
export const ticketLabel = (number: number) => `T-${number}`
