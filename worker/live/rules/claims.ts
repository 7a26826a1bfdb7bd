import type { Role } from '#worker/auth/rules/roles.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** Who holds a socket, as the door found out that let them in. Moments are ms since the epoch, by the clock that made the token. */
export type Claims = Staff | TenantUser

type Someone = {
  userId: string
  /** Of the token or the cookie that was shown: a later one has a later moment. */
  issuedAt: number
  expiresAt: number
}

export type Staff = Someone & {
  kind: 'staff'
  role: Role
  lead: boolean
  /** The sign-in that everything here rests on. */
  loginId: string
  /** The chain of refresh tokens that the access token came from; a page's cookie has none. */
  familyId: string | null
  /** The tenant the operator is inside of, and the session by which: both or neither. */
  inside: { tenantId: string; sessionId: string } | null
  /** Their access is on hold: they hear what is their own, as on the pages that are open to them. */
  isHeld?: true
}

export type TenantUser = Someone & {
  kind: 'tenant'
  role: TenantRole
  tenantId: string
  /** The product gave their token for other things than reading records. */
  readsNothing?: true
}

/** What an event is meant for. A socket hears what is meant for one of its rooms. `tenant` is everybody who is at home in a tenant or
 *  inside of it, `inside` only the staff who are. */
export type RoomName = `user:${string}` | `tenant:${string}` | `inside:${string}` | `role:${Role}` | 'staff'

/** The rooms follow from who somebody is, at every connect and every new token; no client asks for them and nothing keeps them. */
export function roomsOf(claims: Claims): RoomName[] {
  const own: RoomName = `user:${claims.userId}`
  if (claims.kind === 'tenant') return [own, `tenant:${claims.tenantId}`]
  if (claims.isHeld) return [own]
  const inside: RoomName[] = claims.inside ? [`tenant:${claims.inside.tenantId}`, `inside:${claims.inside.tenantId}`] : []
  return [own, `role:${claims.role}`, 'staff', ...inside]
}
