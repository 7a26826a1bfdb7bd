import { memoryStore, notaryOf } from './checkpoint-store.ts'
import { reachBy } from './reach.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import { type JobParts, runDue } from '#worker/jobs/jobs/run-due.ts'
import type { Publication } from '#worker/live/rules/publication.ts'
import type { NoticeName } from '#worker/notifications/rules/notices.ts'
import { newId } from '#worker/rules/ids.ts'
import { jobsPlace } from './jobs-place.ts'
import { connectedTo } from './readers.ts'

export type Row = {
  id: string
  user_id: string
  notice: string
  category: string
  severity: string
  link: string | null
  is_read: boolean
  archived_at: Date | null
  snoozed_until: Date | null
  letter_at: Date | null
}

/** A database of its own, with a runner of the jobs whose rooms write down what they were told. */
export function notificationsPlace() {
  const place = jobsPlace()
  const { own, aJob } = place
  const told: (Publication & { userId: string })[] = []
  const parts = (more: Partial<JobParts> = {}): JobParts => ({
    database: place.database(),
    appVersion: 'test',
    origin: 'https://portal.example',
    mail: mailFrom({ kind: 'keep' }),
    reach: reachBy((userId) => ({
      publish: async (events) => void told.push(...events.map((event) => ({ ...event, userId }))),
      revoke: async () => {},
    })),
    notary: notaryOf(memoryStore()),
    tellTenant: async () => ({ ok: false, code: 'OUT_SILENT', again: false }),
    clock: () => new Date(),
    chance: () => 0.5,
    ...more,
  })
  const run = (more: Partial<JobParts> = {}) => runDue(parts(more))
  const rowsOf = (userId: string) => own<Row>('select * from app.notification where user_id = $1 order by created_at, id', [userId])
  const unreadOf = async (userId: string) =>
    (await own<{ unread: number }>('select unread from app.notification_inbox where user_id = $1', [userId]))[0]?.unread ?? 0
  const lettersTo = (userId: string) =>
    own<{ subject: string; letter: string }>('select subject, letter from app.kept_mail where operator_id = $1 order by at', [userId])
  const waiting = (kind: string, userId: string) =>
    own<{ id: string; in_minutes: number; args: Record<string, unknown> }>(
      `select id, args, round(extract(epoch from run_at - clock_timestamp()) / 60)::int as in_minutes from app.job
       where kind = $1 and args ->> 'to' = $2 and state in ('scheduled', 'available') order by run_at`,
      [kind, userId],
    )
  const due = (id: string) => own("update app.job set run_at = now() - interval '1 second', state = 'available' where id = $1", [id])
  /** A job that tells an audience; run by whoever runs next. */
  const tell = (
    to: string,
    notice: NoticeName = 'ticket.opened',
    { event = newId('evt'), except }: { event?: string; except?: string } = {},
  ) =>
    aJob({
      kind: 'notify',
      max_attempts: 8,
      priority: 0,
      args: JSON.stringify({ event, notice, to, about: newId('ten'), ...(except && { except }) }),
    })
  const asked = <Result>(loginKey: string, text: string, params: unknown[]) =>
    connectedTo(place.place().staff, async (ask) => {
      await ask('begin')
      await ask("select from app.enter('', $1, '{}')", [loginKey])
      const rows = await ask<Result & Record<string, unknown>>(text, params)
      await ask('commit')
      return rows
    })
  const mark = (loginKey: string, what: string, ids: string[] | null, more: { snooze?: string; until?: string; category?: string } = {}) =>
    asked<{ matched: number; changed: number; unread: number }>(
      loginKey,
      'select * from app.mark_notifications($1, $2, $3, $4, $5::timestamptz, 5)',
      [what, ids, more.category ?? null, more.snooze ?? null, more.until ?? null],
    )
  return { ...place, told, parts, run, rowsOf, unreadOf, lettersTo, waiting, due, tell, asked, mark }
}
