import type { SQL } from 'drizzle-orm'
import type { Notary } from '#worker/audit/notary.ts'
import { putCheckpoint } from '#worker/audit/queries/checkpoints.ts'
import { LATE_MINUTES, slotOf } from '#worker/audit/rules/checkpoint.ts'
import { jobScope } from '#worker/db/job.ts'
import type { Database } from '#worker/db/driver.ts'
import { sqlState } from '#worker/db/refusal.ts'
import type { Scope } from '#worker/db/scope.ts'
import type { Kind, Run } from '#worker/jobs/jobs/kind.ts'
import { KINDS, type Kinds } from '#worker/jobs/jobs/kinds.ts'
import type { Mail } from '#worker/jobs/mail.ts'
import { type Claim, claimJobs, completeJob, type Ended, failJob } from '#worker/jobs/queries/claims.ts'
import { deliverEvents, waitingEvents } from '#worker/jobs/queries/outbox.ts'
import { putSweep } from '#worker/jobs/queries/put.ts'
import { backoff, takesOldest } from '#worker/jobs/rules/backoff.ts'
import { following } from '#worker/jobs/rules/consumers.ts'
import { attemptsOf, leasesOf } from '#worker/jobs/rules/limits.ts'
import { SESSION_ENDED } from '#worker/jobs/rules/moves.ts'
import type { JobKind } from '#worker/jobs/rules/words.ts'
import type { Reach } from '#worker/live/tell.ts'
import { wakeNotifications } from '#worker/notifications/queries/jobs.ts'
import { tellOverdueReviews } from '#worker/reviews/queries/reviews.ts'
import type { Tell } from '#worker/webhooks/tell.ts'

/** What the runner is built from; a test hands in its own. `chance` is from 0 to 1. */
export type JobParts = {
  database: Database
  appVersion: string
  origin: string
  mail: Mail
  /** Where whoever has a page open is told at once, and a session is timed. */
  reach: Reach
  notary: Notary
  /** Says something to a tenant's own receiver. */
  tellTenant: Tell
  clock: () => Date
  chance: () => number
  kinds?: Kinds
}

/** So many run beside each other, each with its own claim. */
const AT_ONCE = 5
const EVENTS_AT_ONCE = 100
/** After this nothing new is begun, in ms: the next minute goes on. */
const PATIENCE = 20_000

/** Every minute: housekeeping is put in once an hour, a checkpoint once in five minutes, what was put off comes back, late reviews
 *  are told, then whatever is due is run. */
export async function everyMinute(parts: JobParts): Promise<void> {
  const now = parts.clock()
  await putSweep(scopeOf(parts), now.toISOString().slice(0, 13))
  const minutes = await putCheckpoint(scopeOf(parts), slotOf(now))
  if (minutes !== null && minutes >= LATE_MINUTES) console.error(JSON.stringify({ alert: 'checkpoint_late', minutes }))
  await wakeNotifications(scopeOf(parts))
  await tellOverdueReviews(scopeOf(parts))
  await runDue(parts)
}

/** What nobody may wait for: first the word of an end, which no number of notifications holds up, then what open pages show. */
const URGENT: JobKind[][] = [['tell'], ['notify', 'push']]
/** So much of each is done right behind an answer; what is left over is left to the queue. */
const MOST_URGENT = 50

/** Right after an act: what it ended and what is new is told now, not when somebody next looks. Everything else waits its turn. */
export async function runUrgent(parts: JobParts): Promise<void> {
  await deliverAll(parts, patienceOf(parts))
  for (const kinds of URGENT) await runJobs(parts, patienceOf(parts), MOST_URGENT, kinds)
}

/** Tells what happened, then runs what is due, at most `most` jobs, of these kinds. One job's failure stops no other. Answers how many
 *  it ran. */
export async function runDue(parts: JobParts, most = 100, only = Object.keys(parts.kinds ?? KINDS) as JobKind[]): Promise<number> {
  const inTime = patienceOf(parts)
  await deliverAll(parts, inTime)
  return runJobs(parts, inTime, most, only)
}

function patienceOf({ clock }: JobParts): () => boolean {
  const until = clock().getTime() + PATIENCE
  return () => clock().getTime() < until
}

async function deliverAll(parts: JobParts, inTime: () => boolean): Promise<void> {
  for (let told = EVENTS_AT_ONCE; told === EVENTS_AT_ONCE && inTime(); ) told = await deliver(parts)
}

async function runJobs(parts: JobParts, inTime: () => boolean, most: number, only: JobKind[]): Promise<number> {
  const kinds = parts.kinds ?? KINDS
  const leases = leasesOf(Object.fromEntries(only.map((kind) => [kind, kinds[kind]])))
  let ran = 0
  while (ran < most && inTime()) {
    const { taken, givenUp } = await claimJobs(scopeOf(parts), {
      most: Math.min(AT_ONCE, most - ran),
      oldestFirst: takesOldest(parts.chance()),
      leases,
    })
    for (const { id, kind, code } of givenUp) alert(id, kind, code)
    await Promise.all(taken.map((claim) => runOne(parts, claim)))
    ran += taken.length
    if (taken.length === 0) break
  }
  return ran
}

/** Answers how many events it looked at. */
export async function deliver(parts: Pick<JobParts, 'database' | 'appVersion' | 'kinds'>): Promise<number> {
  const scope = scopeOf(parts)
  const { events, known } = await waitingEvents(scope, EVENTS_AT_ONCE)
  if (events.length === 0) return 0
  const kinds = parts.kinds ?? KINDS
  const jobs = events.flatMap((event) => following(event, known).map((job) => ({ ...job, maxAttempts: attemptsOf(kinds[job.kind]) })))
  await deliverEvents(scope, events, jobs)
  return events.length
}

/** Whatever goes wrong here is said in the log and left to the lease: the job comes back when it has run out. */
async function runOne(parts: JobParts, claim: Claim): Promise<void> {
  const scope = scopeOf(parts)
  const kind: Kind<JobKind> = (parts.kinds ?? KINDS)[claim.kind]
  try {
    const run = await attempt(parts, kind, claim)
    const ended = run.ok ? await marked(scope, claim, run.effect) : run
    if (ended === 'completed' || ended === 'too_late') return
    const { code, again } = ended === 'session_ended' ? { code: SESSION_ENDED, again: false } : ended
    const retries = again && !('neverRetry' in kind)
    const state = await failJob(scope, claim, { code, againIn: retries ? backoff(claim.attempts, parts.chance()) : null })
    if (state === 'discarded') alert(claim.id, claim.kind, code)
  } catch (error) {
    console.error(JSON.stringify({ alert: 'job_not_marked', jobId: claim.id, kind: claim.kind, code: codeOf(error) }))
  }
}

async function attempt(parts: JobParts, kind: Kind<JobKind>, claim: Claim): Promise<Run> {
  const args = kind.args.safeParse(claim.args)
  if (!args.success) return { ok: false, code: 'ARGS_MALFORMED', again: false }
  try {
    return await kind.run({ ...parts, scope: scopeOf(parts) }, args.data as never, claim)
  } catch (error) {
    return { ok: false, code: codeOf(error), again: true }
  }
}

/** An effect that the database refuses took the mark with it; silence leaves both open, and the lease decides. */
async function marked(scope: Scope, claim: Claim, effect: SQL | undefined): Promise<Ended | { code: string; again: boolean }> {
  try {
    return await completeJob(scope, claim, effect)
  } catch (error) {
    if (sqlState(error) === undefined) throw error
    return { code: codeOf(error), again: true }
  }
}

const scopeOf = ({ database, appVersion }: Pick<JobParts, 'database' | 'appVersion'>) => jobScope(database, appVersion)

const codeOf = (error: unknown): string => sqlState(error) ?? 'FAILED'

/** For whoever watches the logs: somebody has to look. */
function alert(jobId: string, kind: JobKind, code: string) {
  console.error(JSON.stringify({ alert: 'job_discarded', jobId, kind, code }))
}
