import { and, count, eq, inArray, sql } from 'drizzle-orm'
import { jobs, outbox } from '#drizzle/schema/portal-jobs.ts'
import { change } from '#worker/db/change.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Move, MOVES, SESSION_ENDED } from '#worker/jobs/rules/moves.ts'
import { COUNTED, JOB_STATES, type JobKind, type JobState } from '#worker/jobs/rules/words.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

export type JobFilter = { state: JobState | undefined; kind: JobKind | undefined }

const listed = {
  id: jobs.id,
  kind: jobs.kind,
  args: jobs.args,
  state: jobs.state,
  attempts: jobs.attempts,
  maxAttempts: jobs.maxAttempts,
  runAt: jobs.runAt,
  lastError: jobs.lastError,
  createdAt: jobs.createdAt,
}

/** The portal's background jobs, the latest first. */
export function listJobs(db: Reader, { state, kind }: JobFilter, turn: Turn, most: number) {
  return db
    .select(listed)
    .from(jobs)
    .where(and(state && eq(jobs.state, state), kind && eq(jobs.kind, kind), beyond(turn, jobs.createdAt, jobs.id)))
    .orderBy(...inOrder(turn, jobs.createdAt, jobs.id))
    .limit(most)
}
export type ListedJob = Awaited<ReturnType<typeof listJobs>>[number]

/** How many jobs are in each state, `COUNTED` + 1 where there are more. */
export function countJobs(db: Reader) {
  return db
    .select({ state: sql<JobState>`each.state`, jobs: sql<number>`counted.jobs` })
    .from(
      sql`unnest(array[${sql.join(
        JOB_STATES.map((state) => sql`${state}::text`),
        sql`, `,
      )}]) as each(state)`,
    )
    .innerJoin(
      sql`lateral (select count(*)::integer as jobs
        from (select from ${jobs} where ${jobs.state} = each.state limit ${COUNTED + 1}) as few) as counted`,
      sql`true`,
    )
}

/** Events that wait longer than they ever should: nobody runs what is due. */
export function countLateEvents(db: Reader) {
  return db
    .select({ events: count() })
    .from(outbox)
    .where(sql`${outbox.deliveredAt} is null and ${outbox.at} < clock_timestamp() - interval '5 minutes'`)
    .limit(1)
}

/** All there is to know of one job, the event it follows from, and whether somebody had a hand in it. */
export function readJob(db: Reader, id: string) {
  return (
    db
      .select({
        ...listed,
        tenantId: jobs.tenantId,
        sessionId: jobs.sessionId,
        priority: jobs.priority,
        leaseUntil: jobs.leaseUntil,
        dedup: jobs.dedup,
        finishedAt: jobs.finishedAt,
        event: { id: outbox.eventId, kind: outbox.kind, entityId: outbox.entityId, at: outbox.at, deliveredAt: outbox.deliveredAt },
        hasHistory: sql<boolean>`exists (select from app.acts_about(${id}))`,
      })
      .from(jobs)
      // Cut off beforehand: under row-level security a comparison with what a function makes of a row reads all events.
      .leftJoin(sql`lateral (select split_part(${jobs.dedup}, ':', 1) as event_id offset 0) follows`, sql`true`)
      .leftJoin(outbox, sql`${outbox.eventId} = follows.event_id`)
      .where(eq(jobs.id, id))
      .limit(1)
  )
}
export type Job = Awaited<ReturnType<typeof readJob>>[number]

/** By hand: what was given up or cancelled starts over; what went wrong stays readable until it runs. What waits is cancelled. */
export const moveJob = (move: Move, id: string) =>
  change(jobs, {
    which: eq(jobs.id, id),
    only: and(
      inArray(jobs.state, [...MOVES[move]]),
      move === 'replay' ? sql`${jobs.lastError} is distinct from ${SESSION_ENDED}` : undefined,
    ),
    set:
      move === 'replay'
        ? { state: 'available', attempts: 0, runAt: sql`clock_timestamp()`, finishedAt: null }
        : { state: 'cancelled', finishedAt: sql`clock_timestamp()` },
  })
