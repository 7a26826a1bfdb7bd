import type { Role, StaffStatus } from '#worker/auth/rules/roles.ts'

/** A member of staff as the sign-in cookie knows them. `version` lets the database refuse when role, lead or status changed since. */
export type Operator = { id: string; name: string; role: Role; lead: boolean; zone: string; version: number; status: SignedInStatus }

/** The held sign in too: they see their own pages. */
export type SignedInStatus = Exclude<StaffStatus, 'DEACTIVATED'>
