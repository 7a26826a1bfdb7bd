/** IN: somebody tells the portal. OUT: the portal tells a tenant. */
export const DIRECTIONS = ['IN', 'OUT'] as const
export type Direction = (typeof DIRECTIONS)[number]

export const ENDPOINT_STATUSES = ['ACTIVE', 'DISABLED'] as const
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number]

/** How a message is signed (Standard Webhooks 1.0): HMAC-SHA256 with a secret that both know, or ed25519 with the sender's key. */
export const SECRET_VERSIONS = ['v1', 'v1a'] as const
export type SecretVersion = (typeof SECRET_VERSIONS)[number]

/** What the portal may be told. Each has its schema in messages.ts and its effect in the database (`app.apply_webhook`). */
export const MESSAGE_TYPES = [
  'ticket.opened',
  'ticket.closed',
  'report.received',
  'tenant.error_recorded',
  'tenant.suspended',
  'tenant.policy_changed',
  'user.deactivated',
  'notification.asked',
] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** Of one message to a tenant. FAILED ones are tried again until their job is given up. */
export const DELIVERY_STATUSES = ['WAITING', 'DELIVERED', 'FAILED'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** What a tenant is told: who was inside, when, and how it ended; where it wants to be asked, who asks and what came of it; and, signed,
 *  where its trail stands. */
export const TOLD_EVENTS = [
  'session.requested',
  'session.approved',
  'session.denied',
  'session.started',
  'session.extended',
  'session.ended',
  'session.killed',
  'checkpoint.signed',
] as const
export type ToldEvent = (typeof TOLD_EVENTS)[number]

/** Of one message that came in. */
export const RECEIPT_STATES = ['waiting', 'done'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]
