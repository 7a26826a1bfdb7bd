import type { Publication } from '#worker/live/rules/publication.ts'
import type { Category, Mark, Severity } from '#worker/notifications/rules/words.ts'

/** A notification on its way to whoever has a page open: with what stands on their bell, and whether it is in their quiet hours. */
export type Notified = {
  id: string
  userId: string
  tenantId: string | null
  category: Category
  severity: Severity
  title: string
  sentence: string
  link: string | null
  entityIds: string[]
  createdAt: Date
  unread: number
  isQuiet: boolean
}

/** What is severe shows itself on whatever page is open; in quiet hours only what cannot wait. */
export const showsItself = (severity: Severity, isQuiet: boolean): boolean => severity === 'CRITICAL' || (severity === 'HIGH' && !isQuiet)

/** A new notification, as open pages and programs hear of it. Its id is its name: told twice, it is one. */
export const newNews = ({
  id,
  userId,
  tenantId,
  category,
  severity,
  title,
  sentence,
  link,
  entityIds,
  createdAt,
  unread,
  isQuiet,
}: Notified): Publication => ({
  dedup: id,
  audience: `user:${userId}`,
  name: 'notification:new',
  body: {
    id,
    userId,
    tenantId,
    category,
    severity,
    title,
    message: sentence,
    link,
    entityIds,
    createdAt: createdAt.toISOString(),
    unread,
    toast: showsItself(severity, isQuiet),
  },
})

/** What somebody did with some of theirs, under the id of the job that tells it. No ids: with all of them. */
export const changedNews = (
  jobId: string,
  { to, change, ids }: { to: string; change: Mark; ids: string[] },
  unread: number,
): Publication => ({
  dedup: jobId,
  audience: `user:${to}`,
  name: 'notification:changed',
  body: { userId: to, change, ids, all: ids.length === 0, unread },
})
