import { sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Staff } from '#worker/live/rules/claims.ts'
import type { Revocation } from '#worker/live/rules/publication.ts'

/** What of that on which these claims rest is over in the database: sign-ins, families of programs, and sessions in tenants. */
export async function whatIsOver(scope: Scope, claims: Staff[]): Promise<Revocation[]> {
  const logins = [...new Set(claims.map(({ loginId }) => loginId))]
  const families = [...new Set(claims.flatMap(({ familyId }) => (familyId === null ? [] : [familyId])))]
  const sessions = [...new Set(claims.flatMap(({ inside }) => (inside ? [inside.sessionId] : [])))]
  const { rows } = await within(scope, { readOnly: true }).execute<{ id: string }>(
    sql`select id from app.still_open(${JSON.stringify({ logins, families, sessions })}::jsonb)`,
  )
  const open = new Set(rows.map(({ id }) => id))
  return [
    ...logins.filter((id) => !open.has(id)).map((loginId): Revocation => ({ what: 'login', loginId })),
    ...families.filter((id) => !open.has(id)).map((familyId): Revocation => ({ what: 'family', familyId })),
    ...sessions.filter((id) => !open.has(id)).map((sessionId): Revocation => ({ what: 'session', sessionId })),
  ]
}
