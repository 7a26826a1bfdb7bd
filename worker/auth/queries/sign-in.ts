import { sql } from 'drizzle-orm'
import type { Operator, SignedInStatus } from '#worker/auth/rules/operator.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { Database } from '#worker/db/driver.ts'
import { outside, type RequestContext, type Spent } from '#worker/db/scope.ts'
import { newId } from '#worker/rules/ids.ts'

type Asker = { context: RequestContext; spent: Spent }
export type SignedIn = { ok: true; operator: Operator; expiresAt: Date } | { ok: false; because: 'UNKNOWN' | 'DEACTIVATED' }

/** Opens a login session for the person whom the directory names, and leaves the trace; refusals leave theirs. */
export async function signIn(
  database: Database,
  { directoryId, loginKey, context, spent }: Asker & { directoryId: string; loginKey: string },
): Promise<SignedIn> {
  const { rows } = await outside(database, 'staff', spent).execute<{
    because: 'UNKNOWN' | 'DEACTIVATED' | null
    operator_id: string
    name: string
    role: Role
    lead: boolean
    zone: string
    version: number
    expires_at: string
    status: SignedInStatus
  }>(sql`select * from app.sign_in(${directoryId}, ${newId('log')}, ${loginKey}, ${JSON.stringify(context)}::jsonb)`)
  const row = rows[0]
  if (!row) throw new Error('app.sign_in always answers')
  if (row.because !== null) return { ok: false, because: row.because }
  const { operator_id: id, name, role, lead, zone, version, status } = row
  return { ok: true, operator: { id, name, role, lead, zone, version, status }, expiresAt: new Date(row.expires_at) }
}

/** The same person came back from the directory: their sign-in is fresh again, and stays. False: it is over, or somebody else's. */
export async function proveSignIn(
  database: Database,
  { directoryId, loginKey, context, spent }: Asker & { directoryId: string; loginKey: string },
): Promise<boolean> {
  const { rows } = await outside(database, 'staff', spent).execute<{ proved: boolean }>(
    sql`select app.prove_sign_in(${loginKey}, ${directoryId}, ${JSON.stringify(context)}::jsonb) as proved`,
  )
  return rows[0]?.proved === true
}

export type SignedOut = { operatorId: string; loginIds: string[]; sessionIds: string[] }

/** Ends the sign-in, and with it the session it carries. Twice is the same as once; undefined where it was over. */
export async function signOut(
  database: Database,
  { loginKey, context, spent }: Asker & { loginKey: string },
): Promise<SignedOut | undefined> {
  const { rows } = await outside(database, 'staff', spent).execute<{
    login_id: string | null
    operator_id: string | null
    session_id: string | null
  }>(sql`select login_id, operator_id, session_id from app.sign_out(${loginKey}, ${JSON.stringify(context)}::jsonb)`)
  const { login_id: loginId = null, operator_id: operatorId = null, session_id: sessionId = null } = rows[0] ?? {}
  return loginId === null || operatorId === null
    ? undefined
    : { operatorId, loginIds: [loginId], sessionIds: sessionId === null ? [] : [sessionId] }
}

/** The overlay cookie was shown beside another sign-in: its session ends at once. */
export async function reportStolen(
  database: Database,
  { sessionKey, loginKey, context, spent }: Asker & { sessionKey: string; loginKey: string },
): Promise<{ id: string; operatorId: string }[]> {
  const { rows } = await outside(database, 'staff', spent).execute<{ id: string; operator_id: string }>(
    sql`select id, operator_id from app.report_stolen(${sessionKey}, ${loginKey}, ${JSON.stringify(context)}::jsonb)`,
  )
  return rows.map((row) => ({ id: row.id, operatorId: row.operator_id }))
}
