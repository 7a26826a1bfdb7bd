import type { Role } from '#worker/auth/rules/roles.ts'

/** A member of staff as the sign-in cookie knows them. `version` lets the database refuse when role, lead or status changed since. */
export type Operator = { id: string; name: string; role: Role; lead: boolean; zone: string; version: number }
