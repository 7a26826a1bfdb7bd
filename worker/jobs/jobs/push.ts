import type { Kind, Run, Tools } from '#worker/jobs/jobs/kind.ts'
import { type ArgsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import type { Publication, Rooms } from '#worker/live/rules/publication.ts'
import { notifiedOf, pushOn, unreadOf } from '#worker/notifications/queries/jobs.ts'
import { recordNews } from '#worker/tenant/rules/news.ts'
import { changedNews, newNews } from '#worker/notifications/rules/news.ts'

/** People told by one run, each in a room of their own; whoever comes after them is told by the next. */
const MOST_PEOPLE = 100

/** Tells the rooms of those who have a page open. A room that was told before knows the news by its name, so whoever was not reached is
 *  told by asking all of them again. */
export const pushJob: Kind<'push'> = {
  kind: 'push',
  ...JOB_LIMITS.push,
  run(tools, args, { id }) {
    if ('event' in args) return tellOfEvent(tools, args)
    return 'record' in args ? tellOfRecord(tools, args) : tellOfChange(tools, args, id)
  },
}

async function tellOfRecord({ reach }: Tools, args: Extract<ArgsOf<'push'>, { record: string }>): Promise<Run> {
  const news = recordNews(args)
  try {
    await reach.audience(news.audience).publish([news])
    return { ok: true }
  } catch {
    return SILENT
  }
}

async function tellOfEvent({ scope, reach }: Tools, args: Extract<ArgsOf<'push'>, { event: string }>): Promise<Run> {
  const rows = await notifiedOf(scope, args, MOST_PEOPLE)
  const answers = await Promise.all(rows.map((row) => wasReached(reach.rooms, row.userId, newNews(row))))
  if (answers.includes(false)) return SILENT
  const last = rows.at(-1)
  return { ok: true, ...(last && rows.length === MOST_PEOPLE && { effect: pushOn(args.event, last.userId) }) }
}

async function tellOfChange({ scope, reach }: Tools, args: Extract<ArgsOf<'push'>, { to: string }>, jobId: string): Promise<Run> {
  const news = changedNews(jobId, args, await unreadOf(scope, args.to))
  return (await wasReached(reach.rooms, args.to, news)) ? { ok: true } : SILENT
}

const SILENT: Run = { ok: false, code: 'ROOM_SILENT', again: true }

async function wasReached(rooms: Rooms, userId: string, news: Publication): Promise<boolean> {
  try {
    await rooms(userId).publish([news])
    return true
  } catch {
    return false
  }
}
