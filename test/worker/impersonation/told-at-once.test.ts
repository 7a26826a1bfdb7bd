import { createExecutionContext, createMessageBatch, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { aTenant, aTicket, insert } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, portal, signedIn } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import worker from '#worker/index.ts'
import { newId } from '#worker/rules/ids.ts'
import { nothingWaits, othersLeft } from '../jobs/facts.ts'
import { sessionOf } from './asked.ts'

// What other tests left behind would be told first.
beforeAll(othersLeft)
beforeEach(nothingWaits)

/** No minute passes in this file: nothing here calls the scheduled handler, so whatever was told was told by the act itself or by the queue. */
type App = ReturnType<typeof portal>

/** The Worker as it is deployed, with all that it does after the answer. */
const deployed = {
  async request(url: string, init?: RequestInit) {
    const context = createExecutionContext()
    const response = await worker.fetch(new Request(url, init) as never, env as unknown as Bindings, context)
    await waitOnExecutionContext(context)
    return response
  },
} as unknown as App

/** Vera breaks the glass at a tenant with a contact for security, in front of an approver. */
async function glassBroken(app: App) {
  const [person, approver] = [await hire('vera'), await hire('imke')]
  const browser = await signedIn(person, app)
  const tenant = await aTenant({ access_policy: 'approve' })
  const ticket = await aTicket(tenant.id, person.id)
  const contact = newId('con')
  const address = `${contact}@customer.example`
  await insert('tenant_contact', { id: contact, tenant_id: tenant.id, kind: 'SECURITY', name: 'Zelda Quist', email: address })
  const reason = 'The customer is locked out of a running case and nobody answers tonight.'
  const response = await browser.post(`/tenants/${tenant.id}/break-glass`, { ticketId: ticket.id, category: 'INCIDENT', reason })
  const session = await sessionOf(person.id)
  if (!session) throw new Error(`no session: ${response.status} ${await response.text()}`)
  return { approver, address, sessionId: session.id }
}
type Broken = Awaited<ReturnType<typeof glassBroken>>

/** Who knows of it by now: an approver in the portal, and the contact by letter. */
async function knowing({ approver, address, sessionId }: Broken) {
  const told = await owner<{ notice: string }>('select notice from app.notification where user_id = $1 and link = $2', [
    approver.id,
    `/impersonations/${sessionId}`,
  ])
  const letters = await owner<{ subject: string }>('select subject from app.kept_mail where address = $1', [address])
  return { approver: told.map(({ notice }) => notice), contact: letters.map(({ subject }) => subject) }
}
const EVERYBODY = { approver: ['session.break_glass'], contact: ['Our staff entered your data in an emergency'] }

describe('when the glass is broken', () => {
  it('approvers are told by the isolate that answered, and the customer’s contact by the queue that it gave the hint to, before any minute has passed', async () => {
    const broken = await glassBroken(deployed)
    expect((await knowing(broken)).approver).toEqual(EVERYBODY.approver)
    await vi.waitFor(async () => expect(await knowing(broken)).toEqual(EVERYBODY), { timeout: 20_000, interval: 100 })
  })

  it('or by the queue, where that isolate was gone after its answer; told by both, it is told once', async () => {
    // Nothing runs after the answer: the portal of this test was given no hint.
    const broken = await glassBroken(portal())
    expect(await knowing(broken)).toEqual({ approver: [], contact: [] })
    for (let n = 0; n < 2; n++) {
      const batch = createMessageBatch('portal-jobs', [{ id: `m${n}`, timestamp: new Date(), attempts: 1, body: {} }])
      await worker.queue(batch as never, env as unknown as Bindings)
    }
    expect(await knowing(broken)).toEqual(EVERYBODY)
  })
})
