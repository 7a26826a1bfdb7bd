import type { Role } from '#worker/auth/rules/roles.ts'
import type { Plant } from './plants.ts'

/** Who is looking, from where, and at what. */
export type Look = { role: Role; tenantId: string | null; address: string; status: number }

type Allowance = {
  class: Plant['class']
  tables: readonly string[]
  roles: readonly Role[]
  /** Addresses of the portal behind which it may stand. */
  at: RegExp
  why: string
}

/** All that may be seen of people anywhere in the portal, said once and not by the code it checks. What is not here is a leak: narratives,
 *  notes, findings, reporters and secrets for every role, contacts and requesters outside, another tenant's people always. */
export const ALLOWED: readonly Allowance[] = [
  {
    class: 'personal',
    tables: ['tenant_user', 'participant'],
    roles: ['SUPPORT_L2', 'SUPPORT_L3', 'ADMIN'],
    at: /^(\/api\/v1)?\/workspace\//,
    why: 'People of the tenant one is inside of, for roles that work with names.',
  },
]

/** Values are not unique: the same name may stand in several tables. One place that may be seen is enough. */
export const isAllowed = (plants: readonly Plant[], look: Look) =>
  plants.some((plant) =>
    ALLOWED.some(
      (each) =>
        each.class === plant.class &&
        each.tables.includes(plant.table) &&
        each.roles.includes(look.role) &&
        look.tenantId !== null &&
        look.tenantId === plant.tenantId &&
        look.status === 200 &&
        each.at.test(look.address),
    ),
  )

/** What somebody typed comes back to them on a page that answers their question, and elsewhere into the fields of their own form. Not in
 *  a header, not to a program, not in an error, not in a log or a record. */
export const mayEcho = ({ status, type }: { status: number; type: string }, isField: boolean) =>
  type.startsWith('text/html') && (status === 200 || (status === 422 && isField))
