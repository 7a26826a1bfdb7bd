import type { Notary } from '#worker/audit/notary.ts'
import { checkpointState, noteCheckpoint } from '#worker/audit/queries/checkpoints.ts'
import { type CheckpointState, documentOf, signedFrom, storageKeyOf } from '#worker/audit/rules/checkpoint.ts'
import { sqlState } from '#worker/db/refusal.ts'
import type { Kind, Run } from '#worker/jobs/jobs/kind.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'

/** So many that stand in storage and were not noted are caught up with in one run. */
const MOST_CAUGHT_UP = 50

/** Every five minutes: where the chains stand is signed and put outside the database, then noted in it. What was put and not noted (the
 *  runner died in between) is noted by the next run, so that there is one checkpoint per number, whatever happens. */
export const checkpointJob: Kind<'checkpoint'> = {
  kind: 'checkpoint',
  ...JOB_LIMITS.checkpoint,
  async run({ scope, notary, appVersion }, { slot }): Promise<Run> {
    for (let caughtUp = 0; caughtUp <= MOST_CAUGHT_UP; caughtUp++) {
      const state = await checkpointState(scope)
      if (state.last !== null && Date.parse(state.last.slot) >= Date.parse(slot)) return { ok: true }
      const put = await putNext(notary, state, { slot, appVersion })
      if (!put.ok) return put
      try {
        await noteCheckpoint(scope, put.signed, put.storageKey)
      } catch (error) {
        const code = sqlState(error)
        if (code === 'IM510') return altered({ storageKey: put.storageKey })
        // Somebody else was faster: what is true now is asked again.
        if (code !== 'IM409' && code !== '23505') throw error
      }
      if (state.withheld.length > 0) altered({ chains: state.withheld })
    }
    return { ok: false, code: 'CHECKPOINTS_BEHIND', again: true }
  },
}

type Put = { ok: true; signed: string; storageKey: string } | Exclude<Run, { ok: true }>

/** What stands in storage under the next number: ours of now, or ours of before. */
async function putNext(
  { store, signer, isOurs }: Notary,
  state: CheckpointState,
  about: { slot: string; appVersion: string },
): Promise<Put> {
  const { number, document } = documentOf(state, about)
  const storageKey = storageKeyOf(number)
  const { keyId, sign } = await signer()
  const signed = JSON.stringify({ document, keyId, signature: await sign(document) })
  if (await store.putOnce(storageKey, signed)) return { ok: true, signed, storageKey }
  const stands = (await store.get(storageKey)) ?? ''
  const parsed = signedFrom(stands)
  if (parsed === undefined || !(await isOurs(parsed))) return { ok: false, code: 'CHECKPOINT_FOREIGN', again: false }
  return { ok: true, signed: stands, storageKey }
}

/** The trail says something else than what was signed of it: cut, rewritten, or an older copy of the database. Somebody has to look. */
function altered(about: { chains: string[] } | { storageKey: string }): Run {
  console.error(JSON.stringify({ alert: 'trail_altered', ...about }))
  return { ok: false, code: 'TRAIL_ALTERED', again: false }
}
