import type { Permission } from '#worker/auth/rules/roles.ts'
import type { Role } from '#worker/auth/rules/roles.ts'

/** Who is told. It is found out when the notification is written, from the people as they are then (`app.audience`). */
export type Audience =
  | `person:${string}`
  /** The leads of somebody's role, without themselves. */
  | `leads:${string}`
  | `may:${Permission}`
  | `role:${Role}`
  | 'staff'
  /** Whoever looks after a tenant. */
  | `success:${string}`
  /** The administrators of a tenant whose access policy says that they hear of it. */
  | `tenant:${string}`
  /** One user of a tenant; all of its users. */
  | `user:${string}`
  | `users:${string}`

export const AUDIENCE = /^(staff|(person|leads|success|tenant|users?):[a-z]{2,5}_[0-9A-Z]{20}|(may|role):\w{1,40})$/
