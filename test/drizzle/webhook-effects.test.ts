import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { jobScope } from '#worker/db/job.ts'
import { everyMinute, runDue } from '#worker/jobs/jobs/run-due.ts'
import { newId } from '#worker/rules/ids.ts'
import { receive } from '#worker/webhooks/queries/inbound.ts'
import type { MessageType } from '#worker/webhooks/rules/words.ts'
import { anOperator, aPlace, aSession, aUser } from './content.ts'
import { jobsPlace } from './jobs-place.ts'
import { anEndpoint, partsOver } from './webhooks-place.ts'

const { database, own, jobRow, noJobs } = jobsPlace()
const parts = partsOver(database, async () => ({ ok: false, code: 'OUT_SILENT', again: false }))

type Place = Awaited<ReturnType<typeof aPlace>>
let place: Place
let endpointId: string
beforeEach(async () => {
  await noJobs()
  await own('delete from app.outbox')
  place = await aPlace(own)
  endpointId = (await anEndpoint(own, place.id)).id
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => vi.restoreAllMocks())

const take = (
  type: MessageType,
  data: Record<string, unknown>,
  { from = endpointId, id = newId('key'), tenantId = place.id as string | null } = {},
) =>
  receive(jobScope(database(), 'test'), {
    endpointId: from,
    messageId: id,
    bodyHash: '00',
    type,
    tenantId,
    payload: tenantId === null ? data : { tenantId, ...data },
    maxAttempts: 8,
  })
const receiptRow = async (id: string) =>
  (
    await own<{ done_at: Date | null; payload: unknown; job_id: string }>(
      'select done_at, payload, job_id from app.webhook_receipt where id = $1',
      [id],
    )
  )[0]
/** Taken and done; the job that did it. */
async function told(type: MessageType, data: Record<string, unknown>, how: Parameters<typeof take>[2] = {}) {
  const { receiptId } = await take(type, data, how)
  await runDue(parts())
  const receipt = await receiptRow(receiptId)
  return { receiptId, receipt, job: await jobRow(receipt?.job_id ?? '') }
}
const effects = () =>
  own<{ act: string; sentence: string; entity_type: string; operator_id: string }>(
    `select act, sentence, entity_type, operator_id from audit.trail where chain = 'tenant:' || $1 and act = 'webhook:effect' order by seq`,
    [place.id],
  )
const ticketNumber = async () =>
  (await own<{ number: number }>('select number from ticket where id = $1', [place.ticketId]))[0]?.number ?? 0
const ticket = (number: number) =>
  own<{ tenant_id: string; status: string; subject: string }>('select tenant_id, status, subject from ticket where number = $1', [number])
const aNumber = () => Math.floor(Math.random() * 2 ** 31)
const opened = (number: number) => ({
  number,
  subject: 'Nobody finds the case',
  requesterName: 'Quentin Canary',
  requesterEmail: 'q@customer.example',
  priority: 'HIGH',
  openedAt: '2026-11-20T10:00:00+01:00',
})
async function aSessionOn(ticketId: string) {
  const vera = await anOperator('SUPPORT_L1', {}, own)
  const session = await aSession(vera, place.id, {}, own)
  await own('update app.impersonation_session set ticket_id = $2 where id = $1', [session.id, ticketId])
  return session.id
}
const endOf = async (id: string) =>
  (await own<{ end_reason: string | null }>('select end_reason from app.impersonation_session where id = $1', [id]))[0]?.end_reason

describe('a message that was taken', () => {
  it('opens a ticket, once, leaves its trace and is forgotten', async () => {
    const number = aNumber()
    const { receipt, job } = await told('ticket.opened', opened(number))
    expect(job.state).toBe('completed')
    expect(receipt).toMatchObject({ payload: null, done_at: expect.any(Date) })
    expect(await ticket(number)).toEqual([{ tenant_id: place.id, status: 'OPEN', subject: 'Nobody finds the case' }])
    expect(await effects()).toEqual([
      { act: 'webhook:effect', sentence: 'Opened a ticket that a webhook told of.', entity_type: 'ticket', operator_id: 'system' },
    ])
    expect(
      (await own<{ line: string }>('select canonical as line from audit.trail where tenant_id = $1', [place.id]))
        .map(({ line }) => line)
        .join(),
    ).not.toMatch(/Canary|Nobody finds/)
    expect(await own(`select kind from app.outbox where entity = 'ticket'`)).toEqual([{ kind: 'ticket.opened' }])
  })

  it('closes a ticket, and with it the session that rests on it', async () => {
    const session = await aSessionOn(place.ticketId)
    const { job } = await told('ticket.closed', { number: await ticketNumber() })
    expect(job.state).toBe('completed')
    expect(await ticket(await ticketNumber())).toMatchObject([{ status: 'CLOSED' }])
    expect(await endOf(session)).toBe('TICKET_CLOSED')
  })

  it.each([
    ['tenant.suspended', {}, 'status', 'SUSPENDED'],
    ['tenant.policy_changed', { policy: 'closed' }, 'access_policy', 'closed'],
    ['tenant.policy_changed', { policy: 'approve' }, 'access_policy', 'approve'],
  ] as const)('%s %j changes the tenant, and ends its sessions', async (type, data, column, value) => {
    const session = await aSessionOn(place.ticketId)
    await told(type, data)
    expect(await own(`select ${column} as is from tenant where id = $1`, [place.id])).toEqual([{ is: value }])
    expect(await endOf(session)).toBe('POLICY_CHANGED')
  })

  it('leaves a session alone that conforms to the new policy', async () => {
    const session = await aSessionOn(place.ticketId)
    await told('tenant.policy_changed', { policy: 'notify' })
    expect(await endOf(session)).toBeNull()
  })

  it('deactivates a user of the tenant, and nobody else’s', async () => {
    const [ours, theirs] = [await aUser(place.id, 'EMPLOYEE', own), await aUser((await aPlace(own)).id, 'EMPLOYEE', own)]
    expect((await told('user.deactivated', { userId: ours })).job.state).toBe('completed')
    expect((await told('user.deactivated', { userId: theirs })).job).toMatchObject({ state: 'retryable', last_error: 'WH404' })
    expect(await own('select id, status from tenant_user where id = any($1) order by status', [[ours, theirs]])).toEqual([
      { id: theirs, status: 'ACTIVE' },
      { id: ours, status: 'DEACTIVATED' },
    ])
  })

  it('takes in a report, which nobody reads outside of a session', async () => {
    const data = {
      number: 77,
      type: 'WEB',
      category: 'THEFT',
      severity: 'HIGH',
      language: 'de',
      anonymous: true,
      narrative: 'Ein Wort. 言葉',
      at: '2026-11-20T10:00:00Z',
    }
    await told('report.received', data)
    expect(await own('select status, narrative, language from riu where tenant_id = $1 and number = 77', [place.id])).toEqual([
      { status: 'NEW', narrative: 'Ein Wort. 言葉', language: 'de' },
    ])
  })

  it('records errors, and counts on where the same error is known', async () => {
    const data = { fingerprint: 'abc', level: 'ERROR', message: 'Timeout', source: 'web/cases', count: 3, at: '2026-11-20T10:00:00Z' }
    await told('tenant.error_recorded', data)
    await told('tenant.error_recorded', { ...data, count: 4, level: 'FATAL', at: '2026-11-20T12:00:00Z' })
    expect(await own(`select level, count, last_seen_at from tenant_error where tenant_id = $1`, [place.id])).toEqual([
      { level: 'FATAL', count: 7, last_seen_at: new Date('2026-11-20T12:00:00Z') },
    ])
    expect(
      await own(`select d.count from tenant_error_day d join tenant_error e on e.id = d.error_id where e.tenant_id = $1`, [place.id]),
    ).toEqual([{ count: 7 }])
  })

  it('asks for a notification: an event with audience, sentence and ids, for whoever listens', async () => {
    const userId = await aUser(place.id, 'TENANT_ADMIN', own)
    const asked = { audience: { kind: 'user', userId }, sentence: 'import.done', about: [place.caseId] }
    const { receiptId } = await told('notification.asked', asked)
    expect(await own(`select entity, entity_id, payload from app.outbox where kind = 'notification.asked'`)).toEqual([
      { entity: 'webhook_receipt', entity_id: receiptId, payload: { tenantId: place.id, ...asked } },
    ])
  })

  it('asks for no notification of somebody who is not of that tenant', async () => {
    const elsewhere = await aUser((await aPlace(own)).id, 'TENANT_ADMIN', own)
    const { job } = await told('notification.asked', { audience: { kind: 'user', userId: elsewhere }, sentence: 'import.done', about: [] })
    expect(job.last_error).toBe('WH404')
    expect(await own(`select from app.outbox where kind = 'notification.asked'`)).toEqual([])
  })

  it('speaks to a role through the vendor’s own product', async () => {
    const { id: from } = await anEndpoint(own, null)
    const { job } = await told(
      'notification.asked',
      { audience: { kind: 'role', role: 'SUPPORT_L3' }, sentence: 'incident.open', about: [] },
      { from, tenantId: null },
    )
    expect(job.state).toBe('completed')
    expect(await own(`select from app.outbox where kind = 'notification.asked'`)).toHaveLength(1)
  })
})

describe('what cannot be done', () => {
  it('is tried again, because messages overtake one another', async () => {
    const number = aNumber()
    const { job, receipt } = await told('ticket.closed', { number })
    expect(job).toMatchObject({ state: 'retryable', last_error: 'WH404' })
    expect(receipt?.done_at).toBeNull()
    expect(await effects()).toEqual([])
    await told('ticket.opened', opened(number))
    await own(`update app.job set run_at = now() where state = 'retryable'`)
    await runDue(parts())
    expect(await ticket(number)).toMatchObject([{ status: 'CLOSED' }])
  })

  it('is given up in the end, and done when somebody runs it again', async () => {
    const number = aNumber()
    const { receiptId } = await take('ticket.closed', { number })
    await own('update app.job set attempts = max_attempts - 1')
    await runDue(parts())
    const { job_id: id = '' } = (await receiptRow(receiptId)) ?? {}
    expect(await jobRow(id)).toMatchObject({ state: 'discarded', last_error: 'WH404' })
    await told('ticket.opened', opened(number))
    await own(`update app.job set state = 'available', attempts = 0, finished_at = null, run_at = now() where id = $1`, [id])
    await runDue(parts())
    expect(await jobRow(id)).toMatchObject({ state: 'completed' })
    expect(await ticket(number)).toMatchObject([{ status: 'CLOSED' }])
  })

  it('is a number that another tenant’s ticket has', async () => {
    const other = await aPlace(own)
    const [{ number = 0 } = {}] = await own<{ number: number }>('select number from ticket where id = $1', [other.ticketId])
    expect((await told('ticket.opened', opened(number))).job.last_error).toBe('WH409')
    expect((await told('ticket.closed', { number })).job.last_error).toBe('WH404')
    expect(await ticket(number)).toMatchObject([{ tenant_id: other.id, status: 'OPEN' }])
  })

  it('is what an endpoint said that was disabled meanwhile', async () => {
    const { receiptId } = await take('tenant.suspended', {})
    await own(`update app.webhook_endpoint set status = 'DISABLED' where id = $1`, [endpointId])
    await runDue(parts())
    expect(await jobRow((await receiptRow(receiptId))?.job_id ?? '')).toMatchObject({ last_error: 'WH403' })
    expect(await own('select status from tenant where id = $1', [place.id])).toEqual([{ status: 'ACTIVE' }])
  })

  it('is anything of another tenant, whatever the Worker let through', async () => {
    await expect(take('tenant.suspended', {}, { tenantId: (await aPlace(own)).id })).rejects.toThrow()
    expect(await own('select from app.webhook_receipt where endpoint_id = $1', [endpointId])).toEqual([])
  })
})

describe('one message', () => {
  /** In hours after the first attempt: the schedule of Standard Webhooks, 75 h 35 min long. */
  const SCHEDULE = [0, 5 / 3600, 5 / 60, 35 / 60, 2 + 35 / 60, 7 + 35 / 60, 17 + 35 / 60, 31 + 35 / 60, 51 + 35 / 60, 75 + 35 / 60]

  it('has one effect across the whole schedule of a sender who never hears the answer', async () => {
    const asked = () => take('notification.asked', { audience: { kind: 'tenant' }, sentence: 'incident.open', about: [] }, { id: 'msg_1' })
    const answers: unknown[] = []
    for (const [i, hours] of SCHEDULE.entries()) {
      const passed = (hours - (SCHEDULE[i - 1] ?? 0)) * 3600
      await own(
        `update app.webhook_receipt set created_at = created_at - make_interval(secs => $1), done_at = done_at - make_interval(secs => $1)`,
        [passed],
      )
      await own(
        `update app.job set created_at = created_at - make_interval(secs => $1), finished_at = finished_at - make_interval(secs => $1)`,
        [passed],
      )
      answers.push(await asked())
      await own(`delete from app.job where kind = 'sweep'`)
      await everyMinute(parts())
    }
    const { receiptId } = answers[0] as { receiptId: string }
    expect(answers).toEqual(SCHEDULE.map((_, i) => ({ answer: i === 0 ? 'accepted' : 'same', receiptId })))
    expect(await own(`select from app.outbox where kind = 'notification.asked'`)).toHaveLength(1)
    expect(await effects()).toHaveLength(1)
  })

  it('is forgotten after seven days with its job, and then its id is a new one’s', async () => {
    const id = 'msg_1'
    const { receiptId, receipt } = await told('tenant.suspended', {}, { id })
    await own(`update app.webhook_receipt set created_at = now() - interval '7 days 1 minute' where id = $1`, [receiptId])
    await everyMinute(parts())
    expect(await receiptRow(receiptId)).toBeUndefined()
    expect(await jobRow(receipt?.job_id ?? '')).toBeUndefined()
    expect(await take('tenant.suspended', {}, { id })).toMatchObject({ answer: 'accepted' })
    expect(await own(`select facts from audit.trail where act = 'portal_job:sweep' and sentence like '%webhooks%'`)).toContainEqual({
      facts: { receipts: 1, deliveries: 0 },
    })
  })

  it('has one effect when two runners do it at once, and when the job is done once more', async () => {
    const data = { fingerprint: 'abc', level: 'ERROR', message: 'Timeout', source: 'web', count: 3, at: '2026-11-20T10:00:00Z' }
    const { receiptId } = await take('tenant.error_recorded', data)
    await Promise.all([runDue(parts()), runDue(parts())])
    await own(`update app.job set state = 'available', attempts = 0, finished_at = null, run_at = now() where id = $1`, [
      (await receiptRow(receiptId))?.job_id,
    ])
    await runDue(parts())
    expect(await own(`select count from tenant_error where tenant_id = $1`, [place.id])).toEqual([{ count: 3 }])
    expect(await effects()).toHaveLength(1)
  })
})
