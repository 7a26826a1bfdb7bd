import { sql } from 'drizzle-orm'
import { answered } from '#worker/db/answered.ts'
import { sqlState } from '#worker/db/refusal.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { attemptsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { type ListedNotification, ownNotifications } from '#worker/notifications/queries/inbox.ts'
import type { Category, Mark, Snooze } from '#worker/notifications/rules/words.ts'

/** Until a moment, or until one that the database reckons for the reader's zone. */
export type Until = { snooze: Snooze } | { until: Date }
export type Marking = { mark: Mark; ids: string[]; until?: Until | undefined }
/** `found`: how many of them are theirs; the rows are as they are now. */
export type Marked =
  | { ok: true; found: number; changed: number; rows: ListedNotification[] }
  /** To be put off until no time that is still to come. */
  | { ok: false; because: 'NO_TIME_TO_WAKE' }

const PUSHES = attemptsOf(JOB_LIMITS.push)

/** Marks, puts away or puts off what is somebody's own; what is so already stays so. The change and the rows after it are one batch. */
export async function markNotifications(scope: Scope, ask: Ask, userId: string, { mark, ids, until }: Marking): Promise<Marked> {
  const snooze = until && 'snooze' in until ? until.snooze : null
  const moment = until && 'until' in until ? until.until.toISOString() : null
  const call = sql`app.mark_notifications(${mark}, ${sql.param(ids)}::text[], null, ${snooze}, ${moment}::timestamptz, ${PUSHES})`
  try {
    return await answered(
      scope,
      ask,
      async () => {
        const db = within(scope, { ask })
        const [[counts], rows] = await db.batch([
          db.select({ found: sql<number>`matched`, changed: sql<number>`changed` }).from(call),
          ownNotifications(db, userId, ids),
        ])
        return { ok: true, found: counts?.found ?? 0, changed: counts?.changed ?? 0, rows }
      },
      async ({ facts }) => ({ ok: true, ...countsOf(facts), rows: await ownNotifications(within(scope, { readOnly: true }), userId, ids) }),
    )
  } catch (error) {
    if (sqlState(error) === '22023') return { ok: false, because: 'NO_TIME_TO_WAKE' }
    throw error
  }
}

/** All that is unread, or of one category. Answers how many there were. */
export function readAllNotifications(scope: Scope, ask: Ask, category: Category | undefined): Promise<number> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ changed: number }>(
        sql`select changed from app.mark_notifications('read', null, ${category ?? null}, null, null, ${PUSHES})`,
      )
      return rows[0]?.changed ?? 0
    },
    ({ facts }) => countsOf(facts).changed,
  )
}

const countsOf = ({ found, changed }: Record<string, unknown>) => ({ found: Number(found ?? 0), changed: Number(changed ?? 0) })
