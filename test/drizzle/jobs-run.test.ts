import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KINDS, type Kinds } from '#worker/jobs/jobs/kinds.ts'
import { everyMinute, type JobParts, runDue } from '#worker/jobs/jobs/run-due.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import { newId } from '#worker/rules/ids.ts'
import { reachBy } from './reach.ts'
import { memoryStore, notaryOf } from './checkpoint-store.ts'
import { anOperator } from './content.ts'
import { jobsPlace, secondsAgo } from './jobs-place.ts'

const { database, own, aJob, jobRow, claim, leaseRunsOut, noJobs } = jobsPlace()

const parts = (more: Partial<JobParts> = {}): JobParts => ({
  database: database(),
  appVersion: 'test',
  origin: 'https://portal.example',
  mail: mailFrom({ kind: 'keep' }),
  reach: reachBy(),
  notary: notaryOf(memoryStore()),
  tellTenant: async () => ({ ok: false, code: 'OUT_SILENT', again: false }),
  clock: () => new Date(),
  chance: () => 0.5,
  ...more,
})
const sweeping = (run: Kinds['sweep']['run'], more: object = {}): Partial<JobParts> => ({
  kinds: { ...KINDS, sweep: { ...KINDS.sweep, run, ...more } as Kinds['sweep'] },
})
const aLetter = async (to: string, letter = 'role.changed') =>
  aJob({ kind: 'mail', max_attempts: 8, args: JSON.stringify({ letter, to, about: to }) })
const kept = (key: string) =>
  own<{ address: string; subject: string; letter: string }>('select address, subject, letter from app.kept_mail where key = $1', [key])

let alerts: Record<string, unknown>[]
beforeEach(async () => {
  await noJobs()
  await own('delete from app.outbox')
  alerts = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void alerts.push(JSON.parse(line)))
})
afterEach(() => vi.restoreAllMocks())

describe('a letter', () => {
  it('is a sentence and a link to an address that is read when it is sent', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const id = await aLetter(vera.id)
    await own("update app.internal_user set email = 'new.address@vendor.example' where id = $1", [vera.id])
    await runDue(parts())
    expect(await jobRow(id)).toMatchObject({ state: 'completed', attempts: 1 })
    expect(await kept(id)).toEqual([
      {
        address: 'new.address@vendor.example',
        subject: 'Your role in the portal was changed',
        letter: 'An administrator changed your role in the Operations Portal. Sign in again to go on.\n\nhttps://portal.example/\n',
      },
    ])
  })

  it('is one letter when the runner died after writing it and before its end', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const id = await aLetter(vera.id)
    await own(`insert into app.kept_mail (key, operator_id, address, subject, letter) values ($1, $2, 'a', 's', 'the first')`, [
      id,
      vera.id,
    ])
    await claim()
    await leaseRunsOut(id)
    await runDue(parts())
    expect(await jobRow(id)).toMatchObject({ state: 'completed', attempts: 2 })
    expect(await kept(id)).toMatchObject([{ letter: 'the first' }])
  })

  it('does not reach who has left', async () => {
    const gone = await anOperator('SUPPORT_L1', { status: 'DEACTIVATED' }, own)
    const id = await aLetter(gone.id)
    await runDue(parts())
    expect(await jobRow(id)).toMatchObject({ state: 'discarded', last_error: 'READER_GONE' })
    expect(await kept(id)).toEqual([])
    await runDue(parts())
    expect(await own(`select count(*)::int as n from app.job where kind = 'mail'`)).toEqual([{ n: 1 }]) // and nobody is written to about it
  })
})

describe('a provider over HTTP', () => {
  type Asked = { headers: Record<string, unknown>; body: Record<string, string> }
  async function provider(status: number) {
    const asked: Asked[] = []
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk) => (text += chunk))
      request.on('end', () => {
        asked.push({ headers: request.headers, body: JSON.parse(text) })
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('{"echo": "secret"}')
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`
    const mail = mailFrom({ kind: 'http', url, key: 'the-key', from: 'portal@vendor.example' })
    return { asked, mail, close: () => new Promise((done) => server.close(done)) }
  }

  it('is given the letter with the key of the job', async () => {
    const { asked, mail, close } = await provider(202)
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const id = await aLetter(vera.id, 'session.killed')
    await runDue(parts({ mail }))
    await close()
    expect(await jobRow(id)).toMatchObject({ state: 'completed' })
    expect(asked).toMatchObject([
      {
        headers: { authorization: 'Bearer the-key', 'idempotency-key': id, 'content-type': 'application/json' },
        body: { from: 'portal@vendor.example', to: `${vera.id}@vendor.example`, subject: 'Your session in a tenant was ended' },
      },
    ])
    expect(Object.keys(asked[0]?.body ?? {}).toSorted()).toEqual(['from', 'subject', 'text', 'to'])
  })

  it.each([
    [422, 'discarded', 'MAIL_HTTP_422'],
    [302, 'discarded', 'MAIL_HTTP_302'],
    [408, 'retryable', 'MAIL_HTTP_408'],
    [429, 'retryable', 'MAIL_HTTP_429'],
    [503, 'retryable', 'MAIL_HTTP_503'],
  ])('that answers %i leaves it %s', async (status, state, code) => {
    const { mail, asked, close } = await provider(status)
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const id = await aLetter(vera.id)
    await runDue(parts({ mail }))
    await close()
    expect(await jobRow(id)).toMatchObject({ state, last_error: code })
    expect(asked).toHaveLength(1)
  })

  it('that is not there is asked again', async () => {
    const { mail, close } = await provider(200)
    await close()
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const id = await aLetter(vera.id)
    await runDue(parts({ mail }))
    expect(await jobRow(id)).toMatchObject({ state: 'retryable', last_error: 'MAIL_SILENT', attempts: 1 })
  })
})

describe('running what is due', () => {
  it('goes on after a job that throws, which waits by the rule and names no more than a code', async () => {
    const bad = await aJob({ run_at: secondsAgo(9) })
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const good = await aLetter(vera.id)
    expect(await runDue(parts(sweeping(() => Promise.reject(new Error('Benedikt Canary')))))).toBe(2)
    expect(await jobRow(bad)).toMatchObject({ state: 'retryable', last_error: 'FAILED' })
    expect(await jobRow(good)).toMatchObject({ state: 'completed' })
    const [row] = await own<{ wait: number }>('select extract(epoch from run_at - now())::int as wait from app.job where id = $1', [bad])
    expect(row?.wait).toBeGreaterThan(17)
    expect(row?.wait).toBeLessThan(21)
  })

  it('gives a poisoned job up, with an alert and an event, and writes to the administrators', async () => {
    await own("update app.internal_user set role = 'SUPPORT_L1' where role = 'ADMIN'")
    const ada = await anOperator('ADMIN', {}, own)
    const id = await aJob({ args: JSON.stringify({ smuggled: 'Benedikt Canary' }) })
    await runDue(parts())
    expect(await jobRow(id)).toMatchObject({ state: 'discarded', last_error: 'ARGS_MALFORMED' })
    expect(alerts).toEqual([{ alert: 'job_discarded', jobId: id, kind: 'sweep', code: 'ARGS_MALFORMED' }])
    expect(await own('select kind, payload from app.outbox where entity_id = $1', [id])).toEqual([
      { kind: 'job.discarded', payload: { kind: 'sweep', code: 'ARGS_MALFORMED', attempts: 1 } },
    ])
    await runDue(parts())
    expect(await own('select subject from app.kept_mail where operator_id = $1', [ada.id])).toEqual([
      { subject: 'A background job was given up' },
    ])
  })

  it('tries a kind that says neverRetry once', async () => {
    const id = await aJob({ max_attempts: 5 })
    await runDue(parts(sweeping(async () => ({ ok: false, code: 'FAILED', again: true }), { neverRetry: true })))
    expect(await jobRow(id)).toMatchObject({ state: 'discarded', attempts: 1 })
  })

  it('says so when the last lease of a job ran out', async () => {
    const id = await aJob({ max_attempts: 1 })
    await claim()
    await leaseRunsOut(id)
    await runDue(parts())
    expect(alerts).toEqual([{ alert: 'job_discarded', jobId: id, kind: 'sweep', code: 'LEASE_EXPIRED' }])
  })

  it('marks nothing when somebody took over meanwhile', async () => {
    const id = await aJob()
    await runDue(
      parts(
        sweeping(async () => {
          await leaseRunsOut(id)
          await claim()
          return { ok: true }
        }),
      ),
      1,
    )
    expect(await jobRow(id)).toMatchObject({ state: 'running', fence: 2 })
    expect(alerts).toEqual([])
  })

  it('stops where it was told to', async () => {
    for (let n = 0; n < 8; n++) await aJob()
    expect(await runDue(parts(sweeping(async () => ({ ok: true }))), 6)).toBe(6)
    expect(await own(`select count(*)::int as n from app.job where state = 'available'`)).toEqual([{ n: 2 }])
  })

  it('begins nothing new when its time is over', async () => {
    for (let n = 0; n < 20; n++) await aJob()
    let now = 0
    await runDue(parts({ ...sweeping(async () => ({ ok: true })), clock: () => new Date((now += 9_000)) }))
    const [row] = await own<{ n: number }>(`select count(*)::int as n from app.job where state = 'available'`)
    expect(row?.n).toBeGreaterThan(0)
    expect(row?.n).toBeLessThan(20)
  })
})

describe('housekeeping', () => {
  it('comes once an hour, removes what is past its time and counts it in one row of the trail', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const old = (days: number) => secondsAgo(days * 86_400)
    const answer = (age: string, key = newId('key')) =>
      own('insert into app.answer (operator_id, key, asked, created_at) values ($1, $2, decode(repeat($4, 32), $5), $3)', [
        vera.id,
        key,
        age,
        '00',
        'hex',
      ])
    await answer(old(1.1))
    await answer(old(0.9))
    const event = (entityId: string, seq: number, delivered: string | null) =>
      own(
        `insert into app.outbox (event_id, entity, entity_id, seq, kind, delivered_at) values ($1, 'ticket', $2, $3, 'ticket.opened', $4)`,
        [`evt_${entityId}_${seq}`, entityId, seq, delivered],
      )
    await event('tic_a', 1, old(8))
    await event('tic_a', 2, old(8)) // the newest: the next counts on from it
    await event('tic_b', 1, old(6))
    await event('tic_b', 2, old(6))
    const job = (state: string, days: number) => aJob({ state, finished_at: old(days) })
    const [gone, cancelled, young, dead] = [
      await job('completed', 15),
      await job('cancelled', 15),
      await job('completed', 13),
      await job('discarded', 99),
    ]
    const letter = (key: string, days: number) =>
      own(`insert into app.kept_mail (key, operator_id, address, subject, letter, at) values ($1, $2, 'a', 's', 'l', $3)`, [
        key,
        vera.id,
        old(days),
      ])
    await letter('old', 8)
    await letter('young', 6)

    const clock = () => new Date('2026-11-20T15:59:00Z')
    await everyMinute(parts({ clock }))
    await everyMinute(parts({ clock }))

    expect(await own(`select dedup, state from app.job where dedup like 'sweep:%'`)).toEqual([
      { dedup: 'sweep:2026-11-20T15', state: 'completed' },
    ])
    expect(
      (await own<{ id: string }>(`select id from app.job where id = any($1)`, [[gone, cancelled, young, dead]]))
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([young, dead].toSorted())
    expect(await own(`select event_id from app.outbox where entity_id in ('tic_a', 'tic_b') order by 1`)).toEqual([
      { event_id: 'evt_tic_a_2' },
      { event_id: 'evt_tic_b_1' },
      { event_id: 'evt_tic_b_2' },
    ])
    expect(await own(`select key from app.kept_mail where key in ('old', 'young')`)).toEqual([{ key: 'young' }])
    expect(await own('select count(*)::int as n from app.answer where operator_id = $1', [vera.id])).toEqual([{ n: 1 }])
    expect(await own(`select operator_id, outcome, facts, sentence from audit.trail where act = 'portal_job:sweep'`)).toEqual([
      {
        operator_id: 'system',
        outcome: 'done',
        facts: { answers: 1, events: 1, jobs: 2, letters: 1 },
        sentence: 'Removed 5 rows of housekeeping that were past their time.',
      },
    ])
  })
})
