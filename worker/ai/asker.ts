import type { Operator } from '#worker/auth/rules/operator.ts'
import type { Database } from '#worker/db/driver.ts'
import type { RequestContext, Scope } from '#worker/db/scope.ts'
import { digestOf } from '#worker/http/desk.ts'
import { seal, unseal } from '#worker/http/seal.ts'
import type { TenantUser } from '#worker/live/rules/claims.ts'

/** What opens a session for one command: the keys that the person showed at the door. They stay with the door, in memory. What goes to a
 *  room with each command is sealed for that person, is opened there for the one reading, and is never written down. */
export type Keys = {
  operator: Operator
  loginKey: string
  sessionKey: string
  familyId: string | null
  ip: string | null
  userAgent: string | null
}

export async function sealKeys(secret: string, keys: Keys): Promise<string> {
  const sealed = await seal(secret, keys.operator.id, JSON.stringify(keys), 'ai-keys')
  return btoa(String.fromCharCode(...sealed))
}

/** Null for anything that no door of ours sealed for this person. */
export async function openKeys(secret: string, userId: string, sealed: string): Promise<Keys | null> {
  try {
    const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0))
    return JSON.parse(await unseal(secret, userId, bytes, 'ai-keys')) as Keys
  } catch {
    return null
  }
}

/** The person's own way to the tenant's content: the database lets them in or does not, as at any door. */
export function scopeFrom(database: Database, keys: Keys, about: Pick<RequestContext, 'requestId' | 'appVersion'>): Scope {
  const { operator, loginKey, sessionKey, familyId, ip, userAgent } = keys
  return {
    database,
    duty: 'tenant_ro',
    loginKey,
    sessionKey,
    context: {
      ...about,
      ip,
      userAgent,
      operator: operator.id,
      operatorVersion: operator.version,
      ...(familyId !== null && { family: familyId }),
    },
    spent: { roundTrips: 0, statements: 0 },
  }
}

/** The same of a tenant's own user, for whom the product vouches: the database looks up who they are, and the lesser of the two holds. */
export function readerScope(
  database: Database,
  { userId, tenantId, role }: Pick<TenantUser, 'userId' | 'tenantId' | 'role'>,
  about: Pick<RequestContext, 'requestId' | 'appVersion'>,
): Scope {
  return {
    database,
    duty: 'tenant_user',
    loginKey: '',
    reader: { tenant: tenantId, user: userId, role },
    sessionKey: undefined,
    context: { ...about, ip: null, userAgent: null },
    spent: { roundTrips: 0, statements: 0 },
  }
}

export const keyDigest = (keys: Keys) => digestOf(keys.sessionKey)
