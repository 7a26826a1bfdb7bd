import { desc, eq, lt, sql } from 'drizzle-orm'
import { checkpoints } from '#drizzle/schema/audit.ts'
import type { CheckpointState } from '#worker/audit/rules/checkpoint.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { attemptsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { JOB_PRIORITIES } from '#worker/jobs/rules/words.ts'

/** Once per slot, whoever asks and however often. Answers how many minutes old the newest checkpoint is; null where there is none yet. */
export async function putCheckpoint(scope: Scope, slot: string): Promise<number | null> {
  const { rows } = await within(scope).execute<{ minutes: number | null }>(
    sql`select floor(extract(epoch from clock_timestamp() - (select max(at) from audit.checkpoint)) / 60)::integer as minutes
        from app.put_job('checkpoint', ${JSON.stringify({ slot })}::jsonb, ${attemptsOf(JOB_LIMITS.checkpoint)}, ${`checkpoint:${slot}`}, ${JOB_PRIORITIES.urgent})`,
  )
  return rows[0]?.minutes ?? null
}

/** What the next checkpoint is made of. */
export async function checkpointState(scope: Scope): Promise<CheckpointState> {
  const { rows } = await within(scope, { readOnly: true }).execute<{ state: CheckpointState }>(sql`select app.checkpoint_state() as state`)
  const state = rows[0]?.state
  if (!state) throw new Error('no state of the trail')
  return state
}

/** Notes what stands in storage. The database refuses what does not follow the last (`IM409`), and what says of the trail what the trail
 *  does not say (`IM510`). */
export async function noteCheckpoint(scope: Scope, signed: string, storageKey: string): Promise<void> {
  await within(scope).execute(sql`select app.note_checkpoint(${signed}, ${storageKey})`)
}

const listed = {
  number: checkpoints.number,
  at: checkpoints.at,
  chains: checkpoints.chains,
  hash: sql<string>`encode(${checkpoints.hash}, 'hex')`,
  keyId: checkpoints.keyId,
  storageKey: checkpoints.storageKey,
}

/** The latest first. */
export function listCheckpoints(db: Reader, { before, most }: { before: number | undefined; most: number }) {
  return db
    .select(listed)
    .from(checkpoints)
    .where(before === undefined ? undefined : lt(checkpoints.number, before))
    .orderBy(desc(checkpoints.number))
    .limit(most)
}
export type ListedCheckpoint = Awaited<ReturnType<typeof listCheckpoints>>[number]

export function readCheckpoint(db: Reader, number: number) {
  return db.select(listed).from(checkpoints).where(eq(checkpoints.number, number)).limit(1)
}

/** Chains that moved since their last checkpoint. `holds` is false where what was signed of the chain no longer stands in the trail. */
export function listUncovered(db: Reader, most: number) {
  return db
    .select({
      chain: sql<string>`open.chain`,
      seq: sql<number | null>`open.seq::integer`,
      covered: sql<number | null>`open.covered::integer`,
      holds: sql<boolean>`open.holds`,
    })
    .from(sql`app.uncovered_chains(${most}) open`)
    .limit(most)
}
export type UncoveredChain = Awaited<ReturnType<typeof listUncovered>>[number]
