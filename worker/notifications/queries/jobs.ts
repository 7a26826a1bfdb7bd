import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { type ArgsOf, attemptsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import type { Notified } from '#worker/notifications/rules/news.ts'
import { noticeOf } from '#worker/notifications/rules/notices.ts'
import { LETTERS_AT_FIRST, USUAL_DIGEST } from '#worker/notifications/rules/words.ts'

/** How often each kind of job is tried that follows from a notification. */
const attempts = () =>
  sql`${JSON.stringify({ push: attemptsOf(JOB_LIMITS.push), mail: attemptsOf(JOB_LIMITS.mail), digest: attemptsOf(JOB_LIMITS.digest) })}::jsonb`

/** The statement that tells an audience of an event, each person once. */
export function writeNotifications({ event, notice, to, about, except }: ArgsOf<'notify'>): SQL {
  const { category, severity, title, sentence, path, neverByLetter } = noticeOf(notice)
  const said = { notice, category, severity, title, sentence, link: path?.(about) ?? null, about, byLetter: neverByLetter !== true }
  const usual = { email: LETTERS_AT_FIRST[category], digestMinutes: USUAL_DIGEST }
  return sql`select app.notify(${event}, ${to}, ${except ?? null}, ${JSON.stringify(said)}::jsonb, ${JSON.stringify(usual)}::jsonb, ${attempts()})`
}

export const writeDigest = ({ to, category }: ArgsOf<'digest'>): SQL => sql`select app.write_digest(${to}, ${category}, ${attempts()})`

/** One statement for what a push that could not tell everybody leaves to the next. */
export const pushOn = (event: string, after: string): SQL =>
  sql`select app.put_job('push', ${JSON.stringify({ event, after })}::jsonb, ${attemptsOf(JOB_LIMITS.push)}, ${`${event}:push:${after}`}, 0)`

type Row = Omit<Notified, 'userId' | 'tenantId' | 'entityIds' | 'createdAt' | 'isQuiet'> & {
  user_id: string
  tenant_id: string | null
  entity_ids: string[]
  created_at: string
  is_quiet: boolean
}

/** Who is to be shown what of an event, in the order of the people, and what stands on their bell now. */
export async function notifiedOf(
  scope: Scope,
  { event, after }: { event: string; after?: string | undefined },
  most: number,
): Promise<Notified[]> {
  const rows = await rowsOf<Row>(
    scope,
    sql`select id, user_id, tenant_id, category, severity, title, sentence, link, to_jsonb(entity_ids) as entity_ids, created_at, unread, is_quiet
      from app.notified(${event}, ${after ?? null}, ${most})`,
  )
  return rows.map(({ user_id, tenant_id, entity_ids, created_at, is_quiet, ...row }) => ({
    ...row,
    userId: user_id,
    tenantId: tenant_id,
    entityIds: entity_ids,
    createdAt: new Date(created_at),
    isQuiet: is_quiet,
  }))
}

export async function unreadOf(scope: Scope, userId: string): Promise<number> {
  const [row] = await rowsOf<{ unread: number }>(scope, sql`select app.unread_of(${userId}) as unread`)
  return row?.unread ?? 0
}

/** So many come back in one statement, at most; the next minute goes on. */
const MOST_WOKEN = 1_000

/** What was put off until now. */
export async function wakeNotifications(scope: Scope): Promise<void> {
  await within(scope).execute(sql`select app.wake_notifications(${MOST_WOKEN}, ${attemptsOf(JOB_LIMITS.push)})`)
}
