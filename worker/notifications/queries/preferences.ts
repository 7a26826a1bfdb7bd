import { eq, sql } from 'drizzle-orm'
import { notificationInboxes, notificationPreferences } from '#drizzle/schema/notifications.ts'
import { answered } from '#worker/db/answered.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { type Preferences, wished } from '#worker/notifications/rules/preferences.ts'
import { CATEGORIES } from '#worker/notifications/rules/words.ts'

/** What somebody wishes to be told and how; what they never chose is as it is for everybody. */
export async function readPreferences(db: Reader, userId: string): Promise<Preferences> {
  const { category, inApp, email, digestMinutes } = notificationPreferences
  const { version, quietFrom, quietTo } = notificationInboxes
  const [[inbox], kept] = await db.batch([
    db.select({ version, quietFrom, quietTo }).from(notificationInboxes).where(eq(notificationInboxes.userId, userId)).limit(1),
    db
      .select({ category, inApp, email, digestMinutes })
      .from(notificationPreferences)
      .where(eq(notificationPreferences.userId, userId))
      .limit(CATEGORIES.length),
  ])
  const { version: seen = 0, quietFrom: from = null, quietTo: to = null } = inbox ?? {}
  return { version: seen, quiet: from === null || to === null ? null : { from, to }, wishes: wished(kept) }
}

export type Kept = { ok: true } | { ok: false; because: 'STALE' }

/** As a whole, over what was seen. */
export function keepPreferences(scope: Scope, ask: Ask, { version, quiet, wishes }: Preferences): Promise<Kept> {
  return answered<Kept>(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ because: 'STALE' | null }>(
        sql`select because from app.prefer(${version}, ${quiet?.from ?? null}, ${quiet?.to ?? null}, ${JSON.stringify(wishes)}::jsonb)`,
      )
      return rows[0]?.because ? { ok: false, because: rows[0].because } : { ok: true }
    },
    ({ outcome }) => (outcome === 'done' ? { ok: true } : { ok: false, because: 'STALE' }),
  )
}
