import { env } from 'cloudflare:workers'
import { database, settings } from '#test/owner.ts'
import { checkpointJob } from '#worker/audit/jobs/checkpoint.ts'
import { notaryFrom } from '#worker/audit/notary.ts'
import { checkpointState } from '#worker/audit/queries/checkpoints.ts'
import { storeIn } from '#worker/audit/r2-store.ts'
import { jobScope } from '#worker/db/job.ts'
import type { Bindings } from '#worker/env.ts'

const claim = { id: 'pjob_x', kind: 'checkpoint', args: {}, attempts: 1, fence: 1, sessionId: null } as const

/** Has the next checkpoint put and noted; answers its number. The database is that of all tests, so the slot is later than any other. */
export async function aCheckpoint(): Promise<number> {
  const scope = jobScope(database, 'test')
  const notary = notaryFrom(settings.checkpointKeys, storeIn((env as unknown as Bindings).CHECKPOINTS))
  const { last } = await checkpointState(scope)
  const slot = new Date(Math.max(Date.now(), last ? Date.parse(last.slot) : 0) + 300_000).toISOString()
  const nobody = { publish: async () => {}, revoke: async () => {} }
  const reach = { desks: () => ({ close: async () => {} }), rooms: () => nobody, audience: () => nobody }
  const silent = async () => ({ ok: false, code: 'OUT_SILENT', again: false }) as const
  const tools = {
    scope,
    notary,
    reach,
    tellTenant: silent,
    clock: () => new Date(),
    appVersion: 'test',
    origin: '',
    mail: async () => ({ ok: true }) as const,
  }
  const run = await checkpointJob.run(tools, { slot }, claim)
  if (!run.ok) throw new Error(`no checkpoint: ${run.code}`)
  return (await checkpointState(scope)).last?.number ?? 0
}
