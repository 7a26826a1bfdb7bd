import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type JobParts, runDue } from '#worker/jobs/jobs/run-due.ts'
import { newId } from '#worker/rules/ids.ts'
import { overHttps, type Resolve } from '#worker/webhooks/resolve.ts'
import { anOperator, aPlace, aSession } from './content.ts'
import { jobsPlace } from './jobs-place.ts'
import { closeReceiver, closeReceivers, type Heard, receiver, teller } from './receiver.ts'
import { anEndpoint, aSecret, partsOver } from './webhooks-place.ts'

const { database, own, jobs, noJobs } = jobsPlace()
const parts = (more: Partial<JobParts> = {}) => ({ ...partsOver(database, teller())(), ...more })

beforeEach(async () => {
  await noJobs()
  await own('delete from app.outbox')
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(async () => {
  vi.restoreAllMocks()
  await closeReceivers()
})

/** Somebody inside this tenant. */
async function aVisit(tenantId: string, ticketId: string) {
  const vera = await anOperator('SUPPORT_L1', {}, own)
  const { id } = await aSession(vera, tenantId, { seenAs: 'INVESTIGATOR' }, own)
  await own(
    "update app.impersonation_session set ticket_id = $2, operator_role = 'SUPPORT_L1', reason = 'Benedikt Canary asked us to look.' where id = $1",
    [id, ticketId],
  )
  return { id, operatorId: vera.id }
}
/** The owner's own rows tell nothing, so the event is put as the trigger would put it. */
const happened = async (kind: string, session: { id: string; operatorId: string }, tenantId: string) => {
  const eventId = newId('key').replace('key', 'evt')
  await own(
    `insert into app.outbox (event_id, entity, entity_id, seq, kind, payload)
     select $1, 'impersonation', $2, coalesce(max(seq), 0) + 1, $3, jsonb_build_object('tenantId', $4::text, 'operatorId', $5::text) from app.outbox where entity_id = $2`,
    [eventId, session.id, kind, tenantId, session.operatorId],
  )
  return eventId
}
type Delivery = {
  id: string
  status: string
  attempts: number
  last_code: string | null
  message: string
  job_id: string
  delivered_at: Date | null
}
const deliveries = (endpointId: string) =>
  own<Delivery>('select * from app.webhook_delivery where endpoint_id = $1 order by created_at, id', [endpointId])
const jobOf = async (id: string) =>
  (await own<{ state: string; last_error: string | null }>('select state, last_error from app.job where id = $1', [id]))[0]
const due = () => own(`update app.job set run_at = now() where state = 'retryable'`)

async function aToldTenant(url: string, more: Parameters<typeof anEndpoint>[2] = {}) {
  const place = await aPlace(own)
  const endpoint = await anEndpoint(own, place.id, { direction: 'OUT', url, ...more })
  return { place, endpoint, session: await aVisit(place.id, place.ticketId) }
}

describe('a tenant that wants to be told', () => {
  it('is told who is inside, signed so that the stock receiver knows it, without a name or a case', async () => {
    const { heard, url } = await receiver()
    const { place, endpoint, session } = await aToldTenant(url)
    const [{ number } = { number: 0 }] = await own<{ number: number }>('select number from ticket where id = $1', [place.ticketId])
    await happened('session.started', session, place.id)
    await runDue(parts())

    expect(heard).toHaveLength(1)
    const [{ headers, body }] = heard as [Heard]
    expect(new Webhook(endpoint.secret).verify(body, headers)).toEqual({
      type: 'session.started',
      timestamp: expect.stringMatching(/^\d{4}-.*\+00:00$/),
      data: {
        tenantId: place.id,
        sessionId: session.id,
        operatorRole: 'SUPPORT_L1',
        mode: 'READ_ONLY',
        breakGlass: false,
        seenAs: 'INVESTIGATOR',
        category: 'HOW_TO',
        ticket: number,
        startedAt: expect.any(String),
        expiresAt: expect.any(String),
        acts: 0,
      },
    })
    expect(body).not.toMatch(/Canary|Somebody of the staff|ops_/)
    expect(headers['content-type']).toBe('application/json')
    expect(Object.keys(headers)).not.toContain('cookie')
    expect(await deliveries(endpoint.id)).toMatchObject([
      { status: 'DELIVERED', attempts: 1, last_code: 'OUT_HTTP_204', id: headers['webhook-id'] },
    ])
  })

  it('is told of the end with its reason, and of nothing twice though the event is told twice', async () => {
    const { heard, url } = await receiver()
    const { place, session } = await aToldTenant(url)
    await own("update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", [session.id])
    await happened('session.killed', session, place.id)
    await runDue(parts())
    await own('update app.outbox set delivered_at = null')
    await runDue(parts())
    expect(heard.map(({ body }) => (JSON.parse(body) as { type: string; data: object }).data)).toMatchObject([
      { endReason: 'FORCE_LOGOUT' },
    ])
  })

  it('is not told of another tenant, nor while its endpoint is disabled', async () => {
    const { heard, url } = await receiver()
    const { place, endpoint, session } = await aToldTenant(url)
    const other = await aPlace(own)
    await happened('session.started', await aVisit(other.id, other.ticketId), other.id)
    await runDue(parts())
    await happened('session.started', session, place.id)
    await own(`update app.webhook_endpoint set status = 'DISABLED' where id = $1`, [endpoint.id])
    await runDue(parts())
    expect(heard).toEqual([])
  })

  it('is not told of another tenant’s session by a job that says so', async () => {
    const { heard, url } = await receiver()
    const { endpoint } = await aToldTenant(url)
    const other = await aPlace(own)
    const event = await happened('session.started', await aVisit(other.id, other.ticketId), 'ten_none')
    await jobs(`select app.put_job('webhook-out', jsonb_build_object('endpoint', $1::text, 'event', $2::text), 3)`, [endpoint.id, event])
    await runDue(parts())
    expect(heard).toEqual([])
    expect(await own(`select state, last_error from app.job where kind = 'webhook-out'`)).toEqual([
      { state: 'discarded', last_error: 'NOTHING_TO_TELL' },
    ])
  })

  it('may check with the old secret or the new while one takes over from the other', async () => {
    const { heard, url } = await receiver()
    const { place, endpoint, session } = await aToldTenant(url)
    await own("update app.webhook_secret set expires_at = now() + interval '1 day' where endpoint_id = $1", [endpoint.id])
    const next = await aSecret(own, endpoint.id, endpoint.admin)
    await happened('session.started', session, place.id)
    await runDue(parts())
    const [{ headers, body }] = heard as [Heard]
    for (const secret of [endpoint.secret, next]) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow()
  })

  it('hears the same bytes under the same id at every attempt, until it takes them', async () => {
    let times = 0
    const { heard, url } = await receiver((_, response) => response.writeHead(++times < 3 ? 500 : 200).end())
    const { place, endpoint, session } = await aToldTenant(url)
    await happened('session.started', session, place.id)
    for (let n = 0; n < 4; n++) {
      await runDue(parts())
      if (n === 0)
        expect(await deliveries(endpoint.id)).toMatchObject([
          { status: 'FAILED', attempts: 1, last_code: 'OUT_HTTP_500', delivered_at: null },
        ])
      // What becomes of the session meanwhile changes nothing of what was said.
      await own("update app.impersonation_session set expires_at = expires_at + interval '1 minute' where id = $1", [session.id])
      await due()
    }
    expect(heard).toHaveLength(3)
    expect(new Set(heard.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    const [delivery] = await deliveries(endpoint.id)
    expect(delivery).toMatchObject({ status: 'DELIVERED', attempts: 3, last_code: 'OUT_HTTP_200' })
    expect(await jobOf(delivery?.job_id ?? '')).toMatchObject({ state: 'completed' })
  })
})

describe('a receiver', () => {
  const told = async (answer: Parameters<typeof receiver>[0], more: Partial<JobParts> = {}) => {
    const { heard, url } = await receiver(answer)
    const { place, endpoint, session } = await aToldTenant(url)
    await happened('session.started', session, place.id)
    await runDue(parts(more))
    const [delivery] = await deliveries(endpoint.id)
    return { heard, delivery, job: await jobOf(delivery?.job_id ?? '') }
  }

  it.each([
    [301, 'retryable'],
    [302, 'retryable'],
    [307, 'retryable'],
    [400, 'retryable'],
    [429, 'retryable'],
    [500, 'retryable'],
    [410, 'discarded'],
  ])('that answers %i has not taken it: %s', async (status, state) => {
    const { delivery, job, heard } = await told((_, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end('{"echo": "Benedikt Canary"}'),
    )
    expect(delivery).toMatchObject({ status: 'FAILED', attempts: 1, last_code: `OUT_HTTP_${status}` })
    expect(job).toMatchObject({ state, last_error: `OUT_HTTP_${status}` })
    expect(heard.map(({ path }) => path)).toEqual(['/hook'])
  })

  it('that says ten megabytes is heard for sixteen kilobytes, and believed', async () => {
    let written = 0
    const { delivery } = await told((_, response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(64 * 1024, 'x')
      const more = () => {
        while (written < 10 * 1024 * 1024 && !response.destroyed) {
          written += chunk.length
          if (!response.write(chunk)) return response.once('drain', more)
        }
        return response.end()
      }
      more()
    })
    expect(delivery).toMatchObject({ status: 'DELIVERED' })
    expect(written).toBeLessThan(10 * 1024 * 1024)
  })

  it('that never answers, or begins to and stops, is waited for ten seconds, no longer', async () => {
    let asked = 0
    const never = () => void (asked += 1)
    const begins = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200).write('x')
      asked += 1
    }
    const endpoints: string[] = []
    for (const answer of [never, begins]) {
      const { place, endpoint, session } = await aToldTenant((await receiver(answer)).url)
      await happened('session.started', session, place.id)
      endpoints.push(endpoint.id)
    }
    // Ten seconds are over when we say so.
    const [timeout, over] = [AbortSignal.timeout.bind(AbortSignal), new AbortController()]
    const waits = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => (ms === 10_000 ? over.signal : timeout(ms)))
    let ended = false
    const told = runDue(parts()).finally(() => (ended = true))
    await expect.poll(() => asked).toBe(2)
    await sleep(200)
    expect(ended).toBe(false)
    over.abort()
    await told
    expect(waits.mock.calls.filter(([ms]) => ms === 10_000)).toHaveLength(2)
    for (const endpointId of endpoints) {
      const [delivery] = await deliveries(endpointId)
      expect(delivery).toMatchObject({ status: 'FAILED', last_code: 'OUT_SILENT' })
      expect((await jobOf(delivery?.job_id ?? ''))?.state).toBe('retryable')
    }
  })

  it('that is not there is asked again', async () => {
    const { url } = await receiver()
    await closeReceiver()
    const { place, endpoint, session } = await aToldTenant(url)
    await happened('session.started', session, place.id)
    await runDue(parts())
    expect(await deliveries(endpoint.id)).toMatchObject([{ status: 'FAILED', last_code: 'OUT_SILENT' }])
  })

  it.each([
    ['of a private machine', async () => ['10.0.0.7'], 'OUT_PRIVATE', 'discarded'],
    ['of which one number is private', async () => ['93.184.215.14', '::ffff:10.0.0.7'], 'OUT_PRIVATE', 'discarded'],
    ['of nobody', async () => [], 'OUT_UNRESOLVED', 'retryable'],
    [
      'that nobody can look up',
      async () => {
        throw new Error('no resolver')
      },
      'OUT_UNRESOLVED',
      'retryable',
    ],
  ] satisfies [string, Resolve, string, string][])('with a name %s is not told', async (_, resolve, code, state) => {
    const { place, endpoint, session } = await aToldTenant('https://hooks.example.com/')
    await happened('session.started', session, place.id)
    const asked = vi.spyOn(globalThis, 'fetch')
    await runDue(parts({ tellTenant: teller(resolve, false) }))
    const [delivery] = await deliveries(endpoint.id)
    expect(delivery).toMatchObject({ status: 'FAILED', last_code: code })
    expect(await jobOf(delivery?.job_id ?? '')).toMatchObject({ state })
    expect(asked.mock.calls.filter(([url]) => String(url).includes('hooks.example.com'))).toEqual([])
  })

  it('at an address that no form would have taken is not told, whatever the row says', async () => {
    const { place, endpoint, session } = await aToldTenant('http://169.254.169.254/latest/meta-data')
    await happened('session.started', session, place.id)
    await runDue(parts({ tellTenant: teller(async () => ['1.1.1.1'], false) }))
    expect(await deliveries(endpoint.id)).toMatchObject([{ last_code: 'OUT_ADDRESS' }])
  })
})

describe('a resolver over https', () => {
  const says = (answers: Record<string, object>, status = 200) =>
    receiver((request, response) =>
      response.writeHead(status).end(JSON.stringify(answers[new URL(request.url ?? '', 'http://x').searchParams.get('type') ?? ''] ?? {})),
    )

  it('is asked for both kinds of numbers, and its other records are left alone', async () => {
    const { url } = await says({
      1: {
        Status: 0,
        Answer: [
          { type: 5, data: 'else.example.' },
          { type: 1, data: '1.1.1.1' },
        ],
      },
      28: { Status: 0, Answer: [{ type: 28, data: '2606:4700::1' }] },
    })
    expect(await overHttps(url)('hooks.example.com')).toEqual(['1.1.1.1', '2606:4700::1'])
  })

  it('that knows no such name says that there is none', async () => {
    const { url } = await says({ 1: { Status: 3 }, 28: { Status: 3 } })
    expect(await overHttps(url)('hooks.example.com')).toEqual([])
  })

  it.each([
    ['cannot tell', { 1: { Status: 2 }, 28: { Status: 0 } }, 200],
    ['says something else', { 1: { hello: 1 }, 28: {} }, 200],
    ['answers 302', { 1: { Status: 0 }, 28: { Status: 0 } }, 302],
  ])('that %s is not believed', async (_, answers, status) => {
    const { url } = await says(answers as never, status)
    await expect(overHttps(url)('hooks.example.com')).rejects.toThrow()
  })
})
