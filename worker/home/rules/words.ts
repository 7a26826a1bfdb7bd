/** Every kind of card has one file in worker/home/cards/. */
export const CARD_KINDS = [
  'my_session',
  'approvals',
  'unread',
  'my_tickets',
  'recent_sessions',
  'open_sessions',
  'tenant_errors',
  'tenant_jobs',
  'reviews',
  'held_operators',
  'admin_grants',
  'portal_jobs',
] as const
export type CardKind = (typeof CARD_KINDS)[number]

export const CARD_WIDTHS = ['half', 'full'] as const
export type CardWidth = (typeof CARD_WIDTHS)[number]
