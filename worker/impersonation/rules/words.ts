import type { Role } from '#worker/auth/rules/roles.ts'

export const MODES = ['READ_ONLY', 'READ_WRITE'] as const
export const END_REASONS = [
  'MANUAL',
  'TIMEOUT',
  'IDLE',
  'FORCE_LOGOUT',
  'POLICY_CHANGED',
  'TICKET_CLOSED',
  'CUSTOMER_ENDED',
  'PROJECT_CLOSED',
] as const
/** Why the tenant is entered; IMPLEMENTATION is for the specialists of a running project, the others need a ticket. */
export const SESSION_CATEGORIES = ['TROUBLESHOOTING', 'HOW_TO', 'DATA_QUESTION', 'CONFIGURATION', 'INCIDENT', 'IMPLEMENTATION'] as const
export const DURATIONS = [15, 30, 60] as const
/** How far a session reaches: what the customer sees, or also taking some of it out. */
export const SCOPES = ['CONTENT', 'EXPORT'] as const
/** What becomes of an access that was asked for. USED: the session it was asked for has begun. */
export const ACCESS_STATES = ['WAITING', 'APPROVED', 'USED', 'DENIED', 'EXPIRED', 'WITHDRAWN'] as const
/** What becomes of a wish for more reveals. LAPSED: nobody answered in time, or the session was over before. */
export const REVEAL_STATES = ['WAITING', 'APPROVED', 'DENIED', 'LAPSED'] as const
/** Who denied it. TIME: nobody answered. */
export const DENIERS = ['COLLEAGUE', 'CUSTOMER', 'TIME'] as const
export const EXTENSIONS = [15, 30] as const
/** A closing note is written so soon after the end, or not at all (`app.closing_note_limit`). */
export const CLOSING_NOTE = { days: 7, most: 2000 } as const

export type Mode = (typeof MODES)[number]
export type Scope = (typeof SCOPES)[number]
export type AccessState = (typeof ACCESS_STATES)[number]
export type RevealState = (typeof REVEAL_STATES)[number]
export type Denier = (typeof DENIERS)[number]
export type EndReason = (typeof END_REASONS)[number]
export type SessionCategory = (typeof SESSION_CATEGORIES)[number]

export const CATEGORY_NAMES: Record<SessionCategory, string> = {
  TROUBLESHOOTING: 'Troubleshooting',
  HOW_TO: 'How-to question',
  DATA_QUESTION: 'Question about data',
  CONFIGURATION: 'Configuration',
  INCIDENT: 'Incident',
  IMPLEMENTATION: 'Implementation',
}

/** How a session came to its end. */
export const END_NAMES: Record<EndReason, string> = {
  MANUAL: 'The operator left',
  TIMEOUT: 'Time was up',
  IDLE: 'Idle too long',
  FORCE_LOGOUT: 'Ended by a lead',
  POLICY_CHANGED: 'The access policy changed',
  TICKET_CLOSED: 'The ticket was closed',
  CUSTOMER_ENDED: 'Ended by the customer',
  PROJECT_CLOSED: 'The project was closed',
}

/** IMPLEMENTATION is for those who take tenants live; to everybody else it would be a way around saying what it is about. */
export function categoriesOf(role: Role): readonly SessionCategory[] {
  return role === 'IMPLEMENTATION' || role === 'ADMIN' ? SESSION_CATEGORIES : SESSION_CATEGORIES.filter((each) => each !== 'IMPLEMENTATION')
}
