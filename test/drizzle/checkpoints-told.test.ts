import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { judged, keysFrom, signedFrom } from '#dev/audit-verify/keys.ts'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { type JobParts, runDue } from '#worker/jobs/jobs/run-due.ts'
import { anOperator, aPlace, aSession } from './content.ts'
import { memoryStore, notaryOf } from './checkpoint-store.ts'
import { jobsPlace } from './jobs-place.ts'
import { closeReceivers, receiver, teller } from './receiver.ts'
import { anEndpoint, partsOver } from './webhooks-place.ts'

const { database, own, jobs, noJobs } = jobsPlace()
const { key, x } = newCheckpointKey()
const keys = keysFrom(JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x }] }))
const store = memoryStore()
const parts = (more: Partial<JobParts> = {}): JobParts => ({ ...partsOver(database, teller())(), notary: notaryOf(store, key), ...more })

/** The next checkpoint, and whatever follows from it. */
let at = Date.parse('2026-11-26T10:00:00Z')
async function checkpoint({ day = false } = {}, more: Partial<JobParts> = {}) {
  at += day ? 24 * 60 * 60_000 : 5 * 60_000
  await jobs(`select app.put_job('checkpoint', jsonb_build_object('slot', $1::text), 3)`, [new Date(at).toISOString()])
  await runDue(parts(more))
  await runDue(parts(more))
}

type Told = {
  type: string
  timestamp: string
  data: { tenantId: string; because: string; sessionId?: string; day?: string; checkpoint: { document: string } }
}
const wordOf = ({ data }: Told) =>
  JSON.parse(data.checkpoint.document) as { number: number; chain: string; seq: number; hash: string; checkpoint: string }
const rowOf = async (chain: string, seq: number) =>
  (
    await own<{ act: string; hash: string }>(`select act, encode(hash, 'hex') as hash from audit.trail where chain = $1 and seq = $2`, [
      chain,
      seq,
    ])
  )[0]

/** Somebody comes in, and goes when their time is up. */
async function aVisit(tenantId: string) {
  const vera = await anOperator('SUPPORT_L1', {}, own)
  const { id } = await aSession(vera, tenantId, {}, own)
  const ends = async () => {
    await own('update app.impersonation_session set expires_at = clock_timestamp() where id = $1', [id])
    await jobs('select app.end_overdue($1)', [id])
  }
  return { id, ends }
}

async function aToldTenant() {
  const { heard, url } = await receiver()
  const place = await aPlace(own)
  const endpoint = await anEndpoint(own, place.id, { direction: 'OUT', url })
  const told = () => heard.map(({ body, headers }) => new Webhook(endpoint.secret).verify(body, headers) as Told)
  const checkpoints = () => told().filter(({ type }) => type === 'checkpoint.signed')
  return { id: place.id, visit: () => aVisit(place.id), checkpoints }
}

beforeEach(async () => {
  await noJobs()
  await own('delete from app.outbox')
  await own(`update app.webhook_endpoint set status = 'DISABLED'`)
  vi.spyOn(console, 'error').mockImplementation(() => {})
  // The first of a day is told to everybody; these have had theirs.
  await checkpoint()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await closeReceivers()
})

describe('a tenant whose receiver is told', () => {
  it('gets the checkpoint that covers the end of a session, once, signed, and of no other session', async () => {
    const tenant = await aToldTenant()
    const [first, open] = [await tenant.visit(), await tenant.visit()]
    await first.ends()
    for (let n = 0; n < 3; n++) await checkpoint()
    const [told, ...more] = tenant.checkpoints()
    expect(more).toEqual([])
    expect(told?.data).toMatchObject({ tenantId: tenant.id, because: 'SESSION_END', sessionId: first.id })
    expect(judged(signedFrom(JSON.stringify(told?.data.checkpoint))!, keys)).toBe('signed')
    const { chain, seq, hash, number, checkpoint: named } = wordOf(told!)
    expect(chain).toBe(`tenant:${tenant.id}`)
    expect(await rowOf(chain, seq)).toEqual({ act: 'impersonation:end', hash })
    expect(await own(`select encode(hash, 'hex') as hash from audit.checkpoint where number = $1`, [number])).toEqual([{ hash: named }])
    await open.ends()
    await checkpoint()
    expect(tenant.checkpoints().map(({ data }) => data.sessionId)).toEqual([first.id, open.id])
  })

  it('gets one for each of two sessions that one checkpoint covers', async () => {
    const tenant = await aToldTenant()
    const visits = [await tenant.visit(), await tenant.visit()]
    for (const { ends } of visits) await ends()
    await checkpoint()
    expect(new Set(tenant.checkpoints().map(({ data }) => data.sessionId))).toEqual(new Set(visits.map(({ id }) => id)))
  })

  it('gets the first of each day, also where nothing happened since', async () => {
    const tenant = await aToldTenant()
    const { ends } = await tenant.visit()
    await ends()
    await checkpoint()
    await checkpoint({ day: true })
    await checkpoint()
    await checkpoint({ day: true })
    const [end, ...days] = tenant.checkpoints()
    expect(days.map(({ data: { because, sessionId } }) => [because, sessionId])).toEqual([
      ['DAY', undefined],
      ['DAY', undefined],
    ])
    expect(new Set(days.map(({ data }) => data.day)).size).toBe(2)
    for (const day of days) expect(wordOf(day)).toEqual(wordOf(end!))
  })

  it('is told nothing twice though the runner died before it was noted, and though the same one is noted again', async () => {
    const tenant = await aToldTenant()
    await (await tenant.visit()).ends()
    store.dies = true
    await checkpoint()
    store.dies = false
    expect(tenant.checkpoints()).toEqual([])
    await checkpoint()
    const [noted] = await own<{ signed: string; storage_key: string }>(
      'select signed, storage_key from audit.checkpoint order by number desc',
    )
    await jobs('select app.note_checkpoint($1, $2)', [noted?.signed, noted?.storage_key])
    await own('update app.outbox set delivered_at = null')
    await runDue(parts())
    expect(tenant.checkpoints()).toHaveLength(1)
  })

  it('hears the same bytes at every attempt, although the key was replaced between them', async () => {
    const { heard, url } = await receiver((_, response) => response.writeHead(heard.length < 3 ? 500 : 204).end())
    const place = await aPlace(own)
    await anEndpoint(own, place.id, { direction: 'OUT', url })
    await (await aVisit(place.id)).ends()
    await own('delete from app.outbox')
    await checkpoint()
    const after = { notary: notaryOf(store, newCheckpointKey().key, [x]) }
    for (let n = 0; n < 3; n++) {
      await own(`update app.job set run_at = now() where state = 'retryable'`)
      await runDue(parts(after))
    }
    const bodies = heard.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies).size).toBe(1)
  })

  it('is told of no session that ended before it wanted to know, and of none in another tenant', async () => {
    const early = await aPlace(own)
    await (await aVisit(early.id)).ends()
    const { heard, url } = await receiver()
    await anEndpoint(own, early.id, { direction: 'OUT', url })
    const other = await aToldTenant()
    await checkpoint()
    expect(heard.filter(({ body }) => body.includes('checkpoint.signed'))).toEqual([])
    expect(other.checkpoints()).toEqual([])
  })
})
