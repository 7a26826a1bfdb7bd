import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkpointJob } from '#worker/audit/jobs/checkpoint.ts'
import type { Notary } from '#worker/audit/notary.ts'
import { putCheckpoint } from '#worker/audit/queries/checkpoints.ts'
import { hashOf, signedFrom, slotOf } from '#worker/audit/rules/checkpoint.ts'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { jobScope } from '#worker/db/job.ts'
import { everyMinute, type JobParts } from '#worker/jobs/jobs/run-due.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import { codeOf } from './asking.ts'
import { memoryStore, notaryOf } from './checkpoint-store.ts'
import { anOperator } from './content.ts'
import { reachBy } from './reach.ts'
import { jobsPlace } from './jobs-place.ts'

const { database, own, jobs, by, noJobs } = jobsPlace()
const staff = by('staff')

const { key } = newCheckpointKey()
let store = memoryStore()
let minute = Date.parse('2026-11-26T10:00:00Z')
const nextSlot = () => slotOf(new Date((minute += 5 * 60_000)))

const tools = (notary = notaryOf(store, key)) => ({
  scope: jobScope(database(), 'test'),
  mail: mailFrom({ kind: 'keep' }),
  origin: 'https://portal.example',
  reach: reachBy(),
  notary,
  tellTenant: async () => ({ ok: false, code: 'OUT_SILENT', again: false }) as const,
  clock: () => new Date(),
  appVersion: '1.2.3',
})
const claim = { id: 'pjob_x', kind: 'checkpoint', args: {}, attempts: 1, fence: 1, sessionId: null } as const
const run = (slot = nextSlot(), notary = notaryOf(store, key)) => checkpointJob.run(tools(notary), { slot }, claim)

/** A runner that puts its checkpoint and dies before it is noted. */
async function dies(slot: string, notary?: Notary) {
  store.dies = true
  await expect(run(slot, notary)).rejects.toThrow('died')
  store.dies = false
}

type Document = {
  number: number
  previous: string
  slot: string
  appVersion: string
  heads: { chain: string; seq: number; hash: string }[]
  withheld: string[]
}
const documents = () => [...store.objects.values()].map((text) => JSON.parse(signedFrom(text)?.document ?? 'null') as Document)
const noted = () => own<{ number: string; storage_key: string; signed: string }>('select * from audit.checkpoint order by number')

/** Somebody of the staff does so many things. */
async function acts(count = 1): Promise<string> {
  const { id, loginKey } = await anOperator('SUPPORT_L1', {}, own)
  for (let n = 0; n < count; n++) await act(loginKey)
  people.set(id, loginKey)
  return id
}
const people = new Map<string, string>()
const act = (loginKey: string) =>
  staff(
    `with entered as (select set_config('app.login_key', '${loginKey}', false) as k)
     insert into audit.trail (act, sentence, outcome) select 'ticket:take', 'Took a support ticket.', 'done' from entered where k <> ''`,
  )

let alerts: Record<string, unknown>[]
beforeEach(async () => {
  alerts = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void alerts.push(JSON.parse(line)))
  await own('alter table audit.checkpoint disable trigger append_only')
  await own('grant delete on audit.checkpoint to portal_archive')
  await own('delete from audit.checkpoint')
  await own('delete from audit.covered_head')
  await own('revoke delete on audit.checkpoint from portal_archive')
  await own('alter table audit.checkpoint enable always trigger append_only')
  await noJobs()
  store = memoryStore()
})
afterEach(() => vi.restoreAllMocks())

describe('a checkpoint', () => {
  it('says where each chain stands that moved, names the one before, and is noted as it was put', async () => {
    const vera = await acts(2)
    expect(await run()).toEqual({ ok: true })
    const hugo = await acts()
    expect(await run()).toEqual({ ok: true })
    const [first, second] = documents()
    expect(first).toMatchObject({ number: 1, previous: '00'.repeat(32), appVersion: '1.2.3', withheld: [] })
    expect(first?.heads.find(({ chain }) => chain === `operator:${vera}`)).toMatchObject({ seq: 2 })
    expect(second?.heads.map(({ chain }) => chain)).toEqual([`operator:${hugo}`])
    const texts = [...store.objects.values()]
    expect(second?.previous).toBe(await hashOf(signedFrom(texts[0] ?? '')?.document ?? ''))
    expect((await noted()).map(({ storage_key, signed }) => [storage_key, signed])).toEqual([...store.objects])
  })

  it('is written also when nothing happened: a gap in time would be a question', async () => {
    await run()
    expect(await run()).toEqual({ ok: true })
    expect(documents()[1]?.heads).toEqual([])
  })

  it('is one for its five minutes, however often the job runs and how many run it', async () => {
    await acts()
    const slot = nextSlot()
    const runs = await Promise.all(Array.from({ length: 6 }, () => run(slot)))
    expect(runs).toEqual(Array(6).fill({ ok: true }))
    await run(slot)
    expect(store.objects.size).toBe(1)
    expect(await noted()).toHaveLength(1)
  })

  it('that was put by a runner who died is noted by the next, who goes on behind it', async () => {
    const vera = await acts()
    await dies(nextSlot())
    expect([store.objects.size, (await noted()).length]).toEqual([1, 0])
    await act(people.get(vera) ?? '')
    expect(await run()).toEqual({ ok: true })
    expect(documents().map(({ number, heads }) => [number, heads.find(({ chain }) => chain.endsWith(vera))?.seq])).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect((await noted()).map(({ signed }) => signed)).toEqual([...store.objects.values()])
  })

  it('after an outage covers all that happened meanwhile; jobs of slots that are over do nothing more', async () => {
    await run()
    store.fails = true
    const missed = nextSlot()
    await expect(run(missed)).rejects.toThrow('does not answer')
    const vera = await acts(3)
    store.fails = false
    expect(await run()).toEqual({ ok: true })
    expect(await run(missed)).toEqual({ ok: true })
    expect(documents().map(({ number }) => number)).toEqual([1, 2])
    expect(documents()[1]?.heads).toMatchObject([{ chain: `operator:${vera}`, seq: 3 }])
  })

  it('is not taken for ours when somebody else put something under its number', async () => {
    store.objects.set('checkpoints/0000000001.json', 'something')
    expect(await run()).toEqual({ ok: false, code: 'CHECKPOINT_FOREIGN', again: false })
    const theirs = memoryStore()
    theirs.dies = true
    await expect(run(nextSlot(), notaryOf(theirs))).rejects.toThrow('died')
    store.objects.clear()
    for (const [name, text] of theirs.objects) store.objects.set(name, text)
    expect(await run()).toEqual({ ok: false, code: 'CHECKPOINT_FOREIGN', again: false })
    expect(await noted()).toEqual([])
  })

  it('of a key that was replaced is still known as ours', async () => {
    const before = newCheckpointKey()
    const slot = nextSlot()
    await dies(slot, notaryOf(store, before.key))
    expect(await run(slot, notaryOf(store, key))).toMatchObject({ code: 'CHECKPOINT_FOREIGN' })
    expect(await run(slot, notaryOf(store, key, [before.x]))).toEqual({ ok: true })
  })
})

describe('a trail that is not what was signed of it', () => {
  it('is not signed again: the chain is withheld, and whoever watches is told', async () => {
    const vera = await acts(3)
    await run()
    await asOwnerWithoutGuards(`delete from audit.trail where chain = 'operator:${vera}' and seq = 3;
      update audit.trail_head set seq = 2, hash = (select hash from audit.trail where chain = 'operator:${vera}' and seq = 2) where chain = 'operator:${vera}'`)
    expect(await run()).toEqual({ ok: true })
    expect(documents()[1]).toMatchObject({ heads: [], withheld: [`operator:${vera}`] })
    expect(alerts).toEqual([{ alert: 'trail_altered', chains: [`operator:${vera}`] }])
  })

  it('restored from a backup does not fit what stands in storage, and the job is given up', async () => {
    const vera = await acts(2)
    await run()
    await act(people.get(vera) ?? '')
    await dies(nextSlot())
    await asOwnerWithoutGuards(`delete from audit.trail where chain = 'operator:${vera}' and seq = 3;
      update audit.trail_head set seq = 2, hash = (select hash from audit.trail where chain = 'operator:${vera}' and seq = 2) where chain = 'operator:${vera}'`)
    expect(await run()).toEqual({ ok: false, code: 'TRAIL_ALTERED', again: false })
    expect(alerts).toEqual([{ alert: 'trail_altered', storageKey: 'checkpoints/0000000002.json' }])
  })
})

describe('noting', () => {
  const note = (document: object) => codeOf(jobs('select app.note_checkpoint($1, $2)', [signedAs(document), 'k']))
  const signedAs = (document: object) => JSON.stringify({ document: JSON.stringify(document), keyId: 'k', signature: 's' })
  const next = { number: 1, previous: '00'.repeat(32), slot: '2026-11-26T10:00:00Z', at: '2026-11-26T10:00:00Z', heads: [] }

  it('takes none but the next, and none that says of the trail what it does not say', async () => {
    const vera = await acts()
    expect(await note({ ...next, number: 2 })).toBe('IM409')
    expect(await note({ ...next, previous: 'ff'.repeat(32) })).toBe('IM409')
    expect(await note({ ...next, heads: [{ chain: `operator:${vera}`, seq: 1, hash: 'ff'.repeat(32) }] })).toBe('IM510')
    expect(await note({ ...next, heads: [{ chain: `operator:${vera}`, seq: 2, hash: '00'.repeat(32) }] })).toBe('IM510')
    expect(await note(next)).toBeUndefined()
    expect(await note(next)).toBeUndefined()
    expect(await note({ ...next, at: '2026-11-26T10:01:00Z' })).toBe('IM409')
    expect(await noted()).toHaveLength(1)
  })
})

describe('every minute', () => {
  const parts = (clock: () => Date): JobParts => ({
    database: database(),
    appVersion: 'test',
    origin: 'https://portal.example',
    mail: mailFrom({ kind: 'keep' }),
    reach: reachBy(),
    notary: notaryOf(store, key),
    tellTenant: async () => ({ ok: false, code: 'OUT_SILENT', again: false }),
    clock,
    chance: () => 0.5,
  })
  const put = () => own<{ dedup: string; state: string }>("select dedup, state from app.job where kind = 'checkpoint' order by dedup")

  it('puts one checkpoint in per five minutes and runs it', async () => {
    const at = (time: string) => () => new Date(time)
    for (const time of ['2026-11-27T10:00:03Z', '2026-11-27T10:01:03Z', '2026-11-27T10:04:59Z', '2026-11-27T10:05:00Z']) {
      await everyMinute(parts(at(time)))
    }
    expect(await put()).toEqual([
      { dedup: 'checkpoint:2026-11-27T10:00:00.000Z', state: 'completed' },
      { dedup: 'checkpoint:2026-11-27T10:05:00.000Z', state: 'completed' },
    ])
    expect(store.objects.size).toBe(2)
    expect(alerts).toEqual([])
  })

  it('says so in the log when the newest is a quarter of an hour old, and gives a job up after its tries', async () => {
    await run()
    expect(await putCheckpoint(jobScope(database(), 'test'), nextSlot())).toBe(0)
    await own('alter table audit.checkpoint disable trigger append_only')
    await own('grant update on audit.checkpoint to portal_archive')
    await own("update audit.checkpoint set at = now() - interval '15 minutes 5 seconds'")
    store.fails = true
    await own("update app.job set attempts = 5, run_at = now(), state = 'retryable' where kind = 'checkpoint'")
    await everyMinute(parts(() => new Date('2026-11-28T10:00:00Z')))
    expect(alerts).toContainEqual({ alert: 'checkpoint_late', minutes: 15 })
    expect(alerts).toContainEqual(expect.objectContaining({ alert: 'job_discarded', kind: 'checkpoint' }))
  })
})

/** The owner who takes the guards away first: what only checkpoints notice. */
const asOwnerWithoutGuards = (sql: string) =>
  own(`do $do$ begin
    alter table audit.trail disable trigger append_only;
    grant update, delete on audit.trail to portal_archive;
    ${sql};
    revoke update, delete on audit.trail from portal_archive;
    alter table audit.trail enable always trigger append_only;
  end $do$`)
