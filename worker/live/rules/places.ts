import type { Role } from '#worker/auth/rules/roles.ts'
import type { Claims, RoomName } from '#worker/live/rules/claims.ts'

/** Where somebody who is online is kept in mind, so that what is meant for many finds them: the staff, or one tenant. */
export type Place = 'staff' | `tenant:${string}`

/** A tenant's online users are spread over so many objects. One object reaches 500 rooms per alarm; the staff are few. */
export const SHARDS_OF_A_TENANT = 4

/** The places of somebody, as their claims are now. */
export function placesOf(claims: Claims): Place[] {
  if (claims.kind === 'tenant') return [`tenant:${claims.tenantId}`]
  if (claims.isHeld) return []
  const inside: Place[] = claims.inside ? [`tenant:${claims.inside.tenantId}`] : []
  return ['staff', ...inside]
}

/** What stands between a publication for many and those it is meant for: the objects to tell, and of which role one must be. */
export function reachOf(audience: Exclude<RoomName, `user:${string}`>): { objects: string[]; role: Role | null } {
  if (audience === 'staff') return { objects: ['staff'], role: null }
  const [kind, name = ''] = split(audience)
  if (kind === 'role') return { objects: ['staff'], role: name as Role }
  return { objects: Array.from({ length: SHARDS_OF_A_TENANT }, (_, shard) => objectName(name, shard)), role: null }
}

/** The one object of a place that keeps this person in mind. */
export function objectOf(place: Place, userId: string): string {
  return place === 'staff' ? 'staff' : objectName(split(place)[1] ?? '', hashOf(userId) % SHARDS_OF_A_TENANT)
}

/** The first shard bears the tenant's own name. */
const objectName = (tenantId: string, shard: number) => (shard === 0 ? tenantId : `${tenantId}#${shard}`)

const split = (text: string) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]

/** FNV-1a, 32 bits: even enough, and the same everywhere for good. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}
