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
export const EXTENSIONS = [15, 30] as const

export type Mode = (typeof MODES)[number]
export type EndReason = (typeof END_REASONS)[number]
export type SessionCategory = (typeof SESSION_CATEGORIES)[number]
