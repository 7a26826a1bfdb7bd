import { createExecutionContext, createMessageBatch, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { inside } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import worker from '#worker/index.ts'
import { nothingWaits } from '../jobs/facts.ts'
import { anEndpoint, message, send } from './facts.ts'

beforeEach(nothingWaits)

/** The hint that the message left, as the queue brings it. */
async function hint() {
  const batch = createMessageBatch('portal-jobs', [{ id: 'm1', timestamp: new Date(), attempts: 1, body: {} }])
  const context = createExecutionContext()
  await worker.queue(batch as never, env as unknown as Bindings)
  await waitOnExecutionContext(context)
}

it.each([
  ['ticket.closed', (ticket: { number: number }) => ({ number: ticket.number }), 'TICKET_CLOSED', 'Its ticket was closed.'],
  ['tenant.policy_changed', () => ({ policy: 'closed' }), 'POLICY_CHANGED', 'The customer changed who may look.'],
  ['tenant.suspended', () => ({}), 'POLICY_CHANGED', 'The customer changed who may look.'],
] as const)('%s puts out who is inside, with the next request', async (type, data, reason, says) => {
  const { browser, tenant, ticket, sessionId } = await inside('vera')
  const endpoint = await anEndpoint({ tenant_id: tenant.id })
  expect((await browser.get('/workspace/cases')).status).toBe(200)
  expect((await send(endpoint, { body: message(type, { tenantId: tenant.id, ...data(ticket) }) })).status).toBe(202)
  await hint()
  expect(await owner('select end_reason from app.impersonation_session where id = $1', [sessionId])).toEqual([{ end_reason: reason }])
  const next = await browser.get('/workspace/cases')
  expect([next.status, next.headers.get('Portal-Ended')]).toEqual([401, '1'])
  expect(await next.text()).toContain(says)
})
