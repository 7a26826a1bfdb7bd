import { insert } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { newId } from '#worker/rules/ids.ts'

type Row = { id: string; title: string } & Record<string, unknown>

/** Something somebody was told; what a test does not name is ordinary. */
export async function aNotification(userId: string, row: Record<string, unknown> = {}): Promise<Row> {
  const id = newId('ntf')
  return insert<Row>('app.notification', {
    id,
    user_id: userId,
    event_id: newId('evt'),
    notice: 'role.changed',
    category: 'PEOPLE',
    severity: 'NORMAL',
    title: `Something about ${id.slice(-6)}`,
    sentence: 'Somebody did something that concerns you.',
    link: '/impersonations',
    ...row,
  })
}

export type Standing = { is_read: boolean; archived: boolean; snoozed: boolean }
export const standingOf = async (id: string) =>
  (
    await owner<Standing>(
      'select is_read, archived_at is not null as archived, snoozed_until is not null as snoozed from app.notification where id = $1',
      [id],
    )
  )[0]

export const unreadOf = async (userId: string) =>
  (await owner<{ unread: number }>('select unread from app.notification_inbox where user_id = $1', [userId]))[0]?.unread ?? 0

export const pushesOf = (userId: string) =>
  owner<{ args: Record<string, unknown> }>(`select args from app.job where kind = 'push' and args ->> 'to' = $1 order by created_at`, [
    userId,
  ])
