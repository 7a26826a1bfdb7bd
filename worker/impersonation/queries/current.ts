import { sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'

export type Current = { sessionId: string; remaining: number; idleRemaining: number }

/** Has the database confirm who asks, and the session they are in with what is left of it in ms; undefined outside a session. */
export async function confirmed(scope: Scope): Promise<Current | undefined> {
  await within(scope, { readOnly: true }).execute(sql`select`)
  const { session, now } = scope.entered ?? {}
  if (!session || !now) return undefined
  return {
    sessionId: session.id,
    remaining: session.expiresAt.getTime() - now.getTime(),
    idleRemaining: session.idleUntil.getTime() - now.getTime(),
  }
}
