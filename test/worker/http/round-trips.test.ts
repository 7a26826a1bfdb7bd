import { describe, expect, it } from 'vitest'
import { aCase, aReport, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { aRequest } from '../impersonation/asked.ts'
import { inside } from '#test/world.ts'
import { CARD_KINDS } from '#worker/home/rules/words.ts'
import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'
import { aCheckpoint } from '../audit/checkpoint-facts.ts'
import { aPortalJob } from '../jobs/facts.ts'
import { aNotification } from '../notifications/facts.ts'
import { anEndpoint } from '../webhooks/facts.ts'
import { everyDoor } from './walk.ts'

/** What leads on, is a socket, or is a file whose hash is written down before it leaves. */
const NO_PAGES = ['/workspace', '/live']
const pages = everyDoor.filter(
  ({ method, path, door }) =>
    method === 'GET' && door.audience === 'staff' && !door.approval && !path.startsWith('/api/') && !NO_PAGES.includes(path),
)
/** What is no whole page. */
const PARTS = [
  '/home/cards/:kind',
  '/impersonations/current',
  '/impersonations/open',
  '/audit.csv',
  '/audit/checkpoints/:number',
  '/workspace/runs/:runId/text',
  '/workspace/reveals/over',
]

/** An administrator inside a tenant that has one case, which was read, and one of everything that a page may be about. */
async function somebody() {
  const { browser, tenant, sessionId, person } = await inside('ada')
  const user = await aUser(tenant.id)
  const found = await aCase(tenant.id)
  await browser.get(`/workspace/cases/${found.id}`)
  // Acts are noted once a minute, beside the page: for as long as this takes they were.
  await owner("update app.login_session set seen_at = now() + interval '1 hour' where operator_id = $1", [person.id])
  await owner("update app.impersonation_activity set last_act_at = now() + interval '1 hour' where session_id = $1", [sessionId])
  const report = await aReport(tenant.id, found.id)
  const keys: Record<string, string> = {
    tenantId: tenant.id,
    sessionId,
    requestId: await aRequest(person.id, tenant.id),
    caseId: found.id,
    riuId: report.id,
    userId: user.id,
    entityId: found.id,
    personId: person.id,
    document: CONFIG_DOCUMENTS[0],
    kind: CARD_KINDS[0],
    chain: `tenant:${tenant.id}`,
    seq: '1',
    endpointId: (await anEndpoint({ tenant_id: tenant.id })).id,
    notificationId: (await aNotification(person.id)).id,
  }
  const addressOf = async (path: string) => {
    // What the storage holds is gone after each test.
    const number = path.includes(':number') ? String(await aCheckpoint()) : ''
    const jobId = path.startsWith('/portal-jobs/:') ? await aPortalJob() : ''
    const asked = path.startsWith('/workspace/runs/') ? await browser.post(`/workspace/cases/${found.id}/runs`, { task: 'timeline' }) : null
    const runId = asked?.headers.get('Location')?.split('/').at(-1)
    const made: Record<string, string> = { ...keys, number, jobId, ...(runId && { runId }) }
    const query = path === '/workspace/reveals/new' ? `?record=${report.id}&field=narrative` : ''
    return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(made[name] ?? '')) + query
  }
  return { browser, person, addressOf }
}

/** Looked at only, so one for all pages. */
let once: ReturnType<typeof somebody> | undefined
const looking = () => (once ??= somebody())

describe('a page', () => {
  it.each(pages.map(({ path }) => path))('is one round trip to the database: %s', async (path) => {
    const { browser, addressOf } = await looking()
    const response = await browser.get(await addressOf(path))
    const page = await response.text()
    const trips = /db;desc="(\d+) round trips?,/.exec(response.headers.get('Server-Timing') ?? '')?.[1]
    expect([response.status, trips]).toEqual([200, '1'])
    if (!PARTS.includes(path)) expect(page).toContain('id="session-banner"')
  })

  it('that only names a mistake is for whom the database knows, and carries the banner as well', async () => {
    const { browser } = await looking()
    const mistaken = await browser.post('/people', { name: '' })
    expect(mistaken.status).toBe(422)
    expect(await mistaken.text()).toContain('id="session-banner"')
  })

  it('that needs nothing from the database is not shown to somebody who was signed out elsewhere', async () => {
    const { browser, person } = await somebody()
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
    const response = await browser.get('/people/new')
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/sign-in?to=%2Fpeople%2Fnew'])
  })
})
