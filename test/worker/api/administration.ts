import { aPortalJob } from '#test/worker/jobs/facts.ts'
import { aCase, aTenant, insert } from '#test/facts.ts'
import { grantsOf, standingOf, WHY } from '#test/worker/people/facts.ts'
import { hire } from '#test/world.ts'
import { anEndpoint, send, suspended } from '#test/worker/webhooks/facts.ts'
import type { CastName } from '#test/cast.ts'
import { newId } from '#worker/rules/ids.ts'
import { at, type Example } from './program.ts'

const anEndpointOf =
  (row: Record<string, unknown> = {}, body?: Record<string, unknown>) =>
  async (): Promise<Example> =>
    at('ada', { params: { endpointId: (await anEndpoint(row)).id }, ...(body && { body }) })

/** A person of this test only, and what an administrator asks about them. */
const about =
  (name: CastName, body: Record<string, unknown>, row: Record<string, unknown> = {}) =>
  async (): Promise<Example> => {
    const { id } = await hire(name, row)
    return at('ada', { params: { personId: id }, body })
  }

/** A wish that another administrator has asked for. */
const wished =
  (more: Record<string, unknown> = {}) =>
  async (): Promise<Example> => {
    const { id } = await hire('hugo')
    const { program } = await at('ada')
    await program.post(`/api/v1/people/${id}/admin`, { reason: WHY })
    const [grant] = await grantsOf(id)
    return at('ada', { params: { grantId: grant?.id ?? '' }, body: { askedAt: new Date(grant?.asked_at ?? '').toISOString(), ...more } })
  }

const aJob = (name: CastName, state: string, body?: Record<string, unknown>) => async () =>
  at(name, { params: { jobId: await aPortalJob({ state }) }, ...(body && { body }) })

/** Calls that work, of those who administer the portal and of the search across tenants. */
export const administration: Record<string, () => Promise<Example>> = {
  searchEverywhere: async () => {
    const found = await aCase((await aTenant()).id)
    return at('hugo', { query: { q: found.id } })
  },
  listPeople: () => at('ada'),
  getPerson: about('vera', {}),
  addPerson: async () => {
    const name = newId('ops').slice(-8)
    const person = { name: 'Nora Field', email: `${name}@vendor.example`, directoryId: crypto.randomUUID(), zone: 'Europe/Berlin' }
    return at('ada', { body: { ...person, role: 'SUPPORT_L1', lead: false } })
  },
  changeRole: async () => {
    const { id } = await hire('vera')
    const version = (await standingOf(id))?.version
    return at('ada', { params: { personId: id }, body: { role: 'SUPPORT_L2', lead: true, version, reason: WHY } })
  },
  holdPerson: about('vera', { reason: WHY }),
  releasePerson: about('vera', { reason: WHY }, { status: 'HELD' }),
  deactivatePerson: about('vera', { reason: WHY }),
  reactivatePerson: about('vera', { reason: WHY }, { status: 'DEACTIVATED' }),
  listHeld: async () => {
    await hire('vera', { status: 'HELD' })
    return at('lena')
  },
  askAdmin: about('hugo', { reason: WHY }),
  listAdminGrants: async () => ({ program: (await wished()()).program }),
  grantAdmin: wished(),
  refuseAdmin: wished({ reason: WHY }),
  listPortalJobs: aJob('ada', 'discarded'),
  getPortalJob: aJob('ada', 'retryable'),
  replayPortalJob: aJob('ada', 'discarded', {}),
  cancelPortalJob: aJob('ada', 'retryable', {}),
  listWebhookEndpoints: anEndpointOf(),
  getWebhookEndpoint: anEndpointOf(),
  addWebhookEndpoint: async () => {
    const { id } = await aTenant()
    return at('ada', { body: { direction: 'OUT', name: 'Their hooks', tenantId: id, url: 'https://hooks.example.com/', publicKey: '' } })
  },
  rotateWebhookSecret: anEndpointOf({}, { version: 1, overlap: 'day', publicKey: '' }),
  disableWebhookEndpoint: anEndpointOf({}, {}),
  enableWebhookEndpoint: anEndpointOf({ status: 'DISABLED' }, {}),
  listWebhookReceipts: async () => {
    const endpoint = await anEndpoint()
    await send(endpoint, { body: suspended(endpoint.tenantId) })
    return at('ada', { params: { endpointId: endpoint.id } })
  },
  listWebhookDeliveries: async () => {
    const endpoint = await anEndpoint({ direction: 'OUT', url: 'https://hooks.example.com/' })
    await insert('app.webhook_delivery', {
      id: newId('whd'),
      endpoint_id: endpoint.id,
      event_id: newId('req'),
      kind: 'session.started',
      message: '{}',
      job_id: newId('pjob'),
    })
    return at('ada', { params: { endpointId: endpoint.id } })
  },
}
