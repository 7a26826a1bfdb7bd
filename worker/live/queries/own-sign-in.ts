import { sql } from 'drizzle-orm'
import { rowsOf } from '#worker/db/read.ts'
import type { Scope } from '#worker/db/scope.ts'

/** More sign-ins than anybody has in twelve hours. */
const MOST_SIGN_INS = 1_000

/** The sign-in by which this is asked, confirmed by asking; what is left of it in ms. */
export async function ownSignIn(scope: Scope): Promise<{ id: string; createdAt: Date; remaining: number }> {
  const [row] = await rowsOf<{ id: string; created_at: string; expires_at: string; now: string }>(
    scope,
    sql`select id, created_at, expires_at, clock_timestamp() as now from app.own_sign_ins(${MOST_SIGN_INS}) where is_current`,
  )
  if (!row) throw new Error('whoever asks is signed in')
  return { id: row.id, createdAt: new Date(row.created_at), remaining: Date.parse(row.expires_at) - Date.parse(row.now) }
}
