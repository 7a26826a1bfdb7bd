import { type SQL, sql } from 'drizzle-orm'
import { sqlState } from '#worker/db/refusal.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { JobKind, JobState } from '#worker/jobs/rules/words.ts'

/** A job in somebody's hands, until its lease ends; the fence says whose. */
export type Claim = { id: string; kind: JobKind; args: unknown; attempts: number; fence: number; sessionId: string | null }
export type GivenUp = { id: string; kind: JobKind; code: string }

type Row = {
  id: string
  kind: JobKind
  args: unknown
  attempts: number
  fence: number
  session_id: string | null
  state: JobState
  last_error: string | null
}

/** At most `most` jobs that are due, for this runner alone, and those that were given up because their last lease ran out. */
export async function claimJobs(
  scope: Scope,
  { most, oldestFirst, leases }: { most: number; oldestFirst: boolean; leases: Record<string, number> },
): Promise<{ taken: Claim[]; givenUp: GivenUp[] }> {
  const { rows } = await within(scope).execute<Row>(
    sql`select id, kind, args, attempts, fence, session_id, state, last_error from app.claim_jobs(${most}, ${oldestFirst}, ${JSON.stringify(leases)}::jsonb)`,
  )
  return {
    taken: rows
      .filter(({ state }) => state === 'running')
      .map(({ id, kind, args, attempts, fence, session_id }) => ({ id, kind, args, attempts, fence, sessionId: session_id })),
    givenUp: rows.filter(({ state }) => state === 'discarded').map(({ id, kind, last_error }) => ({ id, kind, code: last_error ?? '' })),
  }
}

export type Ended = 'completed' | 'too_late' | 'session_ended'

/** The mark and the effect in one transaction: both are there, or neither. A runner that lost its claim changes nothing. */
export async function completeJob(scope: Scope, { id, fence }: Claim, effect?: SQL): Promise<Ended> {
  const db = within(scope)
  const mark = db.execute(sql`select app.complete_job(${id}, ${fence})`)
  try {
    await (effect ? db.batch([mark, db.execute(effect)]) : mark)
    return 'completed'
  } catch (error) {
    const state = sqlState(error)
    if (state === 'IM409') return 'too_late'
    if (state === 'IM401') return 'session_ended'
    throw error
  }
}

/** `againIn` in ms; null gives it up. Answers where it is now. */
export async function failJob(
  scope: Scope,
  { id, fence }: Claim,
  { code, againIn }: { code: string; againIn: number | null },
): Promise<JobState | 'too_late'> {
  try {
    const { rows } = await within(scope).execute<{ state: JobState }>(
      sql`select app.fail_job(${id}, ${fence}, ${code}, ${againIn}) as state`,
    )
    return rows[0]?.state ?? 'too_late'
  } catch (error) {
    if (sqlState(error) === 'IM409') return 'too_late'
    throw error
  }
}
