import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CAST } from '#test/cast.ts'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { hire, inside, portalAs, startFields } from '#test/world.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import portal from '#worker/index.ts'
import { newId } from '#worker/rules/ids.ts'
import { aPortalJob, jobRow, nothingWaits } from './facts.ts'

const bindings = env as unknown as Bindings
const REASON = 'Ended by hand, for the test of letters.'
const aLetterTo = (to: string) =>
  aPortalJob({
    kind: 'mail',
    state: 'available',
    attempts: 0,
    run_at: new Date().toISOString(),
    args: JSON.stringify({ letter: 'role.changed', to, about: to }),
  })
const lettersTo = (id: string) =>
  owner<{ subject: string; letter: string }>('select subject, letter from app.kept_mail where operator_id = $1', [id])

async function cron(given: Bindings = bindings) {
  await portal.scheduled(createScheduledController({ cron: '* * * * *' }) as never, given)
}
async function hint(queue: string, count = 2) {
  const batch = createMessageBatch(
    queue,
    Array.from({ length: count }, (_, n) => ({ id: `m${n}`, timestamp: new Date(), attempts: 1, body: {} })),
  )
  const context = createExecutionContext()
  await portal.queue(batch as never, bindings)
  await waitOnExecutionContext(context)
  return getQueueResult(batch, context)
}

beforeEach(nothingWaits)
afterEach(() => vi.restoreAllMocks())

describe('every minute', () => {
  it('ends what is overdue, tells what happened and runs what is due', async () => {
    const { person, sessionId } = await inside('vera')
    await owner("update app.impersonation_session set expires_at = started_at + interval '1 millisecond' where id = $1", [sessionId])
    const id = await aLetterTo(person.id)
    await cron()
    expect(await owner('select end_reason from app.impersonation_session where id = $1', [sessionId])).toEqual([{ end_reason: 'TIMEOUT' }])
    expect(await jobRow(id)).toMatchObject({ state: 'completed' })
    expect(
      await owner('select kind, delivered_at is not null as told from app.outbox where entity_id = $1 order by seq', [sessionId]),
    ).toEqual([
      { kind: 'session.started', told: true },
      { kind: 'session.ended', told: true },
    ])
    const hour = new Date().toISOString().slice(0, 13)
    expect(await owner('select count(*)::int as n from app.job where dedup = $1', [`sweep:${hour}`])).toEqual([{ n: 1 }])
  })

  it('ends what is overdue also when the jobs cannot be run', async () => {
    const { sessionId } = await inside('vera')
    await owner("update app.impersonation_session set expires_at = started_at + interval '1 millisecond' where id = $1", [sessionId])
    // The mail settings are the jobs' alone; whoever reads them fails.
    const broken = { ...bindings } as Bindings
    Object.defineProperty(settingsFrom(broken), 'mail', {
      get: () => {
        throw new Error('broken')
      },
    })
    await expect(cron(broken)).rejects.toThrow('broken')
    expect(await owner('select end_reason from app.impersonation_session where id = $1', [sessionId])).toEqual([{ end_reason: 'TIMEOUT' }])
  })
})

describe('a hint', () => {
  it('runs what is due and is done with', async () => {
    const person = await hire('hugo')
    const id = await aLetterTo(person.id)
    const result = await hint('portal-jobs')
    expect(result).toMatchObject({ outcome: 'ok', ackAll: true, retryBatch: { retry: false } })
    expect(await jobRow(id)).toMatchObject({ state: 'completed' })
    expect(await lettersTo(person.id)).toHaveLength(1)
  })

  it('that was given up leaves a line for whoever watches, and nothing else', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(await hint('portal-jobs-dead', 3)).toMatchObject({ ackAll: true })
    expect(said.mock.calls.map(([line]) => JSON.parse(line as string))).toEqual(
      ['m0', 'm1', 'm2'].map((messageId) => ({ alert: 'hint_given_up', messageId })),
    )
  })

  it('is given after an act that succeeded, not after one that was refused, nor after looking', async () => {
    const hints: true[] = []
    const { person, browser } = await portalAs('vera', { hint: async () => hints.push(true) })
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    await browser.get(`/tenants/${tenant.id}`)
    expect((await browser.post('/impersonations', startFields(tenant.id, newId('tic')))).status).toBeGreaterThanOrEqual(400)
    expect(hints).toHaveLength(0)
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id))).status).toBe(303)
    expect(hints).toHaveLength(1)
  })

  it('that cannot be given withholds no answer', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { person, browser } = await portalAs('vera', { hint: () => Promise.reject(new Error('no queue')) })
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id))).status).toBe(303)
  })
})

describe('from a press to a letter', () => {
  it('the operator of a killed session is written to, once, with where to look', async () => {
    const { person, sessionId } = await inside('vera')
    const { browser } = await portalAs('lena')
    expect((await browser.post(`/impersonations/${sessionId}/kill`, { reason: REASON })).status).toBe(303)
    await hint('portal-jobs')
    await hint('portal-jobs')
    const letters = await lettersTo(person.id)
    expect(letters).toHaveLength(1)
    expect(letters[0]?.letter).toContain(`${settings.origin}/impersonations/${sessionId}`)
    expect(JSON.stringify(letters)).not.toContain(CAST.lena.name)
    expect(JSON.stringify(letters)).not.toContain(REASON)
  })
})
