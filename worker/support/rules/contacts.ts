import type { Role } from '#worker/auth/rules/roles.ts'
import { type Hidden, shows } from '#worker/tenant/rules/masking.ts'

type Contact = { kind: string; name: string; email: string; phone: string | null }
export type MaskedContact = { kind: string; name: string | Hidden; email: string | Hidden; phone: string | null | Hidden }

/** The customer's contacts are people: outside a session nobody reads their names and numbers, though they are found by them. */
export function maskContacts(contacts: readonly Contact[], role: Role): MaskedContact[] {
  if (shows({ role, inSession: false }, 'personal')) return [...contacts]
  const hidden: Hidden = { hidden: 'personal' }
  return contacts.map(({ kind, phone }) => ({ kind, name: hidden, email: hidden, phone: phone === null ? null : hidden }))
}
