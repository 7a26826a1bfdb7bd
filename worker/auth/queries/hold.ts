import { sql } from 'drizzle-orm'
import type { Role } from '#worker/auth/rules/roles.ts'
import { rowsOf } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'

export type Hold = { heldAt: Date; reason: string; canRelease: { name: string; role: Role; lead: boolean }[] }

/** Since when and why the person who asks is held, and some of those who can release them; undefined when they are not. */
export async function ownHold(scope: Scope): Promise<Hold | undefined> {
  const [row] = await rowsOf<{ held_at: string; held_reason: string; can_release: Hold['canRelease'] }>(
    scope,
    sql`select held_at, held_reason, can_release from app.own_hold()`,
  )
  return row && { heldAt: new Date(row.held_at), reason: row.held_reason, canRelease: row.can_release }
}

/** The portal itself holds somebody; their sessions and sign-ins end with it. True when they are held now, by this or by an earlier call. */
export async function holdOperator(scope: Scope, { operatorId, why }: { operatorId: string; why: string }): Promise<boolean> {
  const { rows } = await within(scope).execute<{ held: boolean }>(sql`select app.hold_operator(${operatorId}, ${why}) as held`)
  return rows[0]?.held === true
}
