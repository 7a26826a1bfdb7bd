import { may, type Role } from '#worker/auth/rules/roles.ts'

/** Whose acts somebody may read: their own, those of the role they lead, or all. Row-level security says the same; this tells the page
 *  what to offer and the query which index serves. */
export type Reads = 'own' | 'role' | 'all'

export function readsOf(person: { role: Role; lead: boolean }): Reads {
  if (may(person, 'view_audit')) return 'all'
  return person.lead ? 'role' : 'own'
}
