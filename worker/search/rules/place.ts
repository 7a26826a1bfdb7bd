import type { SearchKind } from '#worker/search/rules/words.ts'

/** Rooms of a tenant where a record of it is read, which takes a session. */
const INSIDE: Partial<Record<SearchKind, string>> = { case: 'cases', riu: 'reports', tenant_user: 'users' }

/** Where a found record is read: on the register, inside the tenant one is in, or behind that tenant's own way in. */
export type FoundPlace = { href: string; needs: 'nothing' | 'this session' | 'a session' }

export function placeOf(hit: { kind: SearchKind; id: string; tenantId: string }, session: { tenantId: string } | undefined): FoundPlace {
  const room = INSIDE[hit.kind]
  if (room === undefined) return { href: `/tenants/${hit.tenantId}${hit.kind === 'ticket' ? '/tickets' : ''}`, needs: 'nothing' }
  const href = `/workspace/${room}/${hit.id}`
  if (session?.tenantId === hit.tenantId) return { href, needs: 'this session' }
  return { href: `/tenants/${hit.tenantId}/enter?next=${encodeURIComponent(href)}`, needs: 'a session' }
}
