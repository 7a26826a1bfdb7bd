import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'
import { aJob, aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { portalAs, trailOf } from '#test/world.ts'

type JobRow = { state: string; attempts: number; last_error: string; version: number; due: boolean }
const jobRow = async (id: string) =>
  (await owner<JobRow>('select state, attempts, last_error, version, run_at <= now() as due from tenant_job where id = $1', [id]))[0]
const retry = (tenantId: string, jobId: string) => `/tenants/${tenantId}/jobs/${jobId}/retry`

describe('retrying a job', () => {
  it('makes a failed one due now, keeps what went wrong, and counts on', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const job = await aJob(tenant.id)

    const response = await browser.post(retry(tenant.id, job.id))

    expect([response.status, response.headers.get('location')]).toEqual([303, `/tenants/${tenant.id}/jobs?done=job-retried`])
    const after = { state: 'AVAILABLE', attempts: 3, last_error: 'The directory did not answer.', version: 2, due: true }
    expect(await jobRow(job.id)).toEqual(after)
    expect(await trailOf(`tenant:${tenant.id}`)).toMatchObject([
      {
        act: 'tenant_job:retry',
        outcome: 'done',
        entity_type: 'tenant_job',
        entity_ids: [job.id],
        facts: { before: { [job.id]: { state: 'RETRYABLE' } }, after: { [job.id]: { state: 'AVAILABLE', version: 2 } } },
      },
    ])
  })

  it('lets one that was given up start over', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const job = await aJob(tenant.id, { state: 'DISCARDED', attempts: 5, finished_at: new Date().toISOString() })
    expect((await browser.post(retry(tenant.id, job.id))).status).toBe(303)
    expect(await jobRow(job.id)).toMatchObject({ state: 'AVAILABLE', attempts: 0, version: 2, due: true })
  })

  it.each(TENANT_JOB_STATES.filter((state) => state !== 'RETRYABLE' && state !== 'DISCARDED'))(
    'is refused from %s, and the page says where the job is',
    async (state) => {
      const { browser } = await portalAs('imke')
      const tenant = await aTenant()
      const job = await aJob(tenant.id, { state })
      const response = await browser.post(retry(tenant.id, job.id))
      expect(response.status).toBe(409)
      expect((await response.text()).toLowerCase()).toContain(state.toLowerCase())
      expect(await jobRow(job.id)).toMatchObject({ state, attempts: 3, version: 1 })
      expect((await trailOf(`tenant:${tenant.id}`)).map(({ outcome }) => outcome)).toEqual(['refused'])
    },
  )

  it('has one winner of eight at once', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const job = await aJob(tenant.id)
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(retry(tenant.id, job.id))))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array.from({ length: 7 }, () => 409)])
    expect(await jobRow(job.id)).toMatchObject({ version: 2 })
  })

  it('is one act when pressed twice with one key', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const job = await aJob(tenant.id)
    const key = newId('key')
    for (let n = 0; n < 2; n++) expect((await browser.post(retry(tenant.id, job.id), { key })).status).toBe(303)
    expect(await jobRow(job.id)).toMatchObject({ version: 2 })
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(1)
  })

  it('is not there for an unknown job, nor for one of another tenant', async () => {
    const { browser } = await portalAs('imke')
    const [tenant, other] = [await aTenant(), await aTenant()]
    const foreign = await aJob(other.id)
    for (const path of [
      retry(tenant.id, newId('job')),
      retry(tenant.id, foreign.id),
      retry(newId('ten'), foreign.id),
      retry(newId('ten'), newId('job')),
    ]) {
      expect((await browser.post(path)).status).toBe(404)
    }
    expect(await jobRow(foreign.id)).toMatchObject({ state: 'RETRYABLE', version: 1 })
  })

  it('is refused to who may only look: the button says why, the door and the database say no', async () => {
    const { browser } = await portalAs('hugo')
    const tenant = await aTenant()
    const job = await aJob(tenant.id)
    const page = await (await browser.get(`/tenants/${tenant.id}/jobs`)).text()
    expect(page).toContain('Support L3 may.')
    expect(page).not.toContain(retry(tenant.id, job.id))
    expect((await browser.post(retry(tenant.id, job.id))).status).toBe(403)
    expect(await jobRow(job.id)).toMatchObject({ state: 'RETRYABLE', version: 1 })
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])
  })
})

describe('the jobs of a tenant', () => {
  it('are narrowed by state and kind, and those of others are not among them', async () => {
    const { browser } = await portalAs('hugo')
    const [tenant, other] = [await aTenant(), await aTenant()]
    const [sync, digest] = [await aJob(tenant.id), await aJob(tenant.id, { kind: 'DIGEST', state: 'COMPLETED', last_error: null })]
    await aJob(other.id)
    const shown = async (query: string) =>
      [...(await (await browser.get(`/tenants/${tenant.id}/jobs?${query}`)).text()).matchAll(/<tr role="row" id="(job_\w+)"/g)].map(
        (m) => m[1],
      )
    expect((await shown('')).toSorted()).toEqual([sync.id, digest.id].toSorted())
    expect(await shown('state=COMPLETED')).toEqual([digest.id])
    expect(await shown('kind=SSO_SYNC')).toEqual([sync.id])
    expect(await shown('kind=SSO_SYNC&state=COMPLETED')).toEqual([])
    expect((await browser.get(`/tenants/${newId('ten')}/jobs`)).status).toBe(404)
  })

  it('cost one round trip and the same statements at 10 rows and at 200', async () => {
    const { database, costOf } = counting()
    const { browser } = await portalAs('hugo', { database })
    const tenant = await aTenant()
    const fill = (count: number) => Promise.all(Array.from({ length: count }, () => aJob(tenant.id)))
    await fill(10)
    const small = await costOf(() => browser.get(`/tenants/${tenant.id}/jobs`))
    await fill(190)
    expect(await costOf(() => browser.get(`/tenants/${tenant.id}/jobs`))).toEqual(small)
    expect(small).toEqual({ status: 200, roundTrips: 1, statements: 3 })
  })
})
