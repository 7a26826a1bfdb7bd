import { type SQL, sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'
import { type ArgsOf, attemptsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { JOB_PRIORITIES, type JobKind, type JobPriority } from '#worker/jobs/rules/words.ts'

type Put<K extends JobKind> = {
  /** Ids, codes and counts; an argument that depends on the changed row is SQL over the CTE `changed`. */
  args: { [P in keyof ArgsOf<K>]: ArgsOf<K>[P] | SQL }
  priority?: JobPriority
  /** The same word again is no second job. */
  dedup?: string | SQL
  tenantId?: string
  /** How long to wait, in seconds. */
  inSeconds?: number
}

/** A job as part of its cause: for `also` of a `Change` or an `Add`. One per changed row, none where nothing changed; in the transaction
 *  of the change, so that neither is there without the other. */
export function putJob<K extends JobKind>(kind: K, { args, priority = 'normal', dedup, tenantId, inSeconds = 0 }: Put<K>): SQL {
  const pairs = Object.entries(args).map(([name, value]) => sql`${name}::text, ${textual(value as string | SQL)}`)
  return sql`insert into app.job (id, kind, tenant_id, priority, args, run_at, max_attempts, dedup)
    select app.new_id('pjob'), ${kind}, ${tenantId ?? null}, ${JOB_PRIORITIES[priority]}::smallint, jsonb_build_object(${sql.join(pairs, sql`, `)}),
           clock_timestamp() + make_interval(secs => ${inSeconds}::integer), ${attemptsOf(JOB_LIMITS[kind])}::integer, ${dedup === undefined ? sql`null` : textual(dedup)}
    from changed on conflict do nothing returning 1`
}

const textual = (value: string | SQL): SQL => sql`(${value})::text`

/** Once per hour, whoever asks and however often. */
export async function putSweep(scope: Scope, hour: string): Promise<void> {
  await within(scope).execute(
    sql`select app.put_job('sweep', '{}', ${attemptsOf(JOB_LIMITS.sweep)}, ${`sweep:${hour}`}, ${JOB_PRIORITIES.bulk})`,
  )
}
