import { insert } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { newId } from '#worker/rules/ids.ts'

/** A background job of the portal. Those that wait are due tomorrow, unless a test says otherwise: a runner of another test would take them. */
export async function aPortalJob(row: Record<string, unknown> = {}): Promise<string> {
  const state = row.state ?? 'discarded'
  const over = ['completed', 'cancelled', 'discarded'].includes(String(state))
  const { id } = await insert('app.job', {
    id: newId('pjob'),
    kind: 'sweep',
    max_attempts: 3,
    attempts: 3,
    state,
    run_at: new Date(Date.now() + (over ? 0 : 86_400_000)).toISOString(),
    ...(over ? { finished_at: new Date().toISOString() } : {}),
    ...(state === 'running' ? { lease_until: new Date(Date.now() + 86_400_000).toISOString() } : {}),
    ...row,
  } as { id: string } & Record<string, unknown>)
  return id
}

export type JobRow = { state: string; attempts: number; last_error: string | null; due: boolean }
export const jobRow = async (id: string) =>
  (await owner<JobRow>('select state, attempts, last_error, run_at <= now() as due from app.job where id = $1', [id]))[0]

/** What other tests left to be told and done counts as told and done: a runner takes the oldest first, and only so much at once. */
export async function nothingWaits() {
  await owner('update app.outbox set delivered_at = now() where delivered_at is null')
  await owner(
    `update app.job set state = 'cancelled', finished_at = now(), lease_until = null where state in ('available', 'retryable', 'running') and run_at <= now()`,
  )
}

/** Whoever other tests hired is gone: what approvers are to hear would be told to hundreds, in a room of each. Past the triggers, which would
 *  end what each of them left open. */
export async function othersLeft() {
  await owner(`do $$ begin
    alter table app.internal_user disable trigger user;
    update app.internal_user set status = 'DEACTIVATED', deactivated_at = now(), held_at = null, held_reason = null where status <> 'DEACTIVATED';
    alter table app.internal_user enable trigger user;
  end $$`)
}
