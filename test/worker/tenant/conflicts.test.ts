import { describe, expect, it } from 'vitest'
import { aCase, aNote, anInvestigation, aParticipant, aReport, aTenant, aTicket, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, type Person, portalAs, signedIn, startFields, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'

/** How the portal knows that somebody of the staff is a party of a case. */
const WAYS: Record<string, (person: Person, tenantId: string) => Promise<Record<string, unknown>>> = {
  'named as one of the staff': async ({ id }) => ({ internal_user_id: id }),
  'as the user with their work address': async ({ id }, tenantId) => ({
    tenant_user_id: (await aUser(tenantId, { email: `${id}@VENDOR.example` })).id,
  }),
  'by the hash of their work address': async ({ id }) => ({ identity_hash: await hashOf(`${id}@vendor.example`.toLowerCase()) }),
  'by the hash of their id in the directory': async ({ directoryId }) => ({ identity_hash: await hashOf(directoryId) }),
}
const hashOf = async (text: string) =>
  `\\x${[...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`

async function entered(way: keyof typeof WAYS, role = 'WITNESS') {
  const { person, browser } = await portalAs('hugo')
  const tenant = await aTenant()
  const ticket = await aTicket(tenant.id, person.id)
  const author = await aUser(tenant.id)
  const title = `Kept ${newId('key').slice(-10)}`
  const [kept, other] = [await aCase(tenant.id, { title, assignee_id: author.id }), await aCase(tenant.id)]
  const report = await aReport(tenant.id, kept.id)
  const investigation = await anInvestigation(tenant.id, kept.id)
  const note = await aNote(tenant.id, kept.id, author.id)
  await aParticipant(tenant.id, kept.id, { role, ...(await WAYS[way]?.(person, tenant.id)) })
  expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id))).status).toBe(303)
  const [session] = await owner<{ id: string }>('select id from app.impersonation_session where operator_id = $1', [person.id])
  return { person, browser, tenant, kept, other, report, investigation, note, author, sessionId: session?.id ?? '' }
}

describe('somebody who is a party of a case', () => {
  it.each(Object.keys(WAYS))('%s: finds neither it nor what hangs on it, on no page', async (way) => {
    const { browser, kept, other, report, author } = await entered(way)
    const list = await (await browser.get('/workspace/cases')).text()
    expect(list).toContain(`C-${other.number}`)
    expect(list).not.toContain(`C-${kept.number}`)
    expect((await browser.get(`/workspace/cases/${kept.id}`)).status).toBe(404)
    expect((await browser.get(`/workspace/cases/${other.id}`)).status).toBe(200)
    expect(await (await browser.get('/workspace/reports')).text()).not.toContain(`R-${report.number}`)
    expect((await browser.get(`/workspace/reports/${report.id}`)).status).toBe(404)
    expect(await (await browser.get(`/workspace/users/${author.id}`)).text()).not.toContain(kept.id)
  })

  it.each(['SUBJECT', 'WITNESS', 'REPORTER', 'VICTIM', 'MANAGER'])('as %s is kept out like any other', async (role) => {
    const { browser, kept } = await entered('named as one of the staff', role)
    expect((await browser.get(`/workspace/cases/${kept.id}`)).status).toBe(404)
  })

  it('does not find it in the search across tenants, not even by its id', async () => {
    const { person, browser, kept, other, report } = await entered('as the user with their work address')
    for (const words of [kept.id, String(kept.title), report.id]) {
      const found = await (await browser.get(`/search?q=${encodeURIComponent(words)}`)).text()
      expect(found).not.toContain(`C-${kept.number}`)
      expect(found).not.toContain(`R-${report.number}`)
    }
    expect(await (await browser.get(`/search?q=${other.id}`)).text()).toContain(`C-${other.number}`)
    const colleague = await signedIn(await hire('hugo'))
    expect(await (await colleague.get(`/search?q=${kept.id}`)).text()).toContain(`C-${kept.number}`)
    expect(person.id).toBeTruthy()
  })

  it('is on record for the tenant, without saying which case, and those who lead are told', async () => {
    const { person, tenant, kept, sessionId } = await entered('named as one of the staff')
    const row = (await trailOf(`tenant:${tenant.id}`)).find(({ act }) => act === 'conflict:keep')
    expect(row).toMatchObject({
      operator_id: 'system',
      session_id: sessionId,
      outcome: 'done',
      entity_ids: [sessionId],
      facts: { cases: 1 },
    })
    expect(JSON.stringify(row)).not.toContain(kept.id)
    const events = await owner<{ payload: Record<string, unknown> }>(
      "select payload from app.outbox where entity_id = $1 and kind = 'session.conflict'",
      [sessionId],
    )
    expect(events).toEqual([{ payload: { operatorId: person.id, tenantId: tenant.id, cases: 1 } }])
  })

  it('loses sight of a case in the moment they become one', async () => {
    const { person, browser, tenant, other } = await entered('named as one of the staff')
    expect((await browser.get(`/workspace/cases/${other.id}`)).status).toBe(200)
    await aParticipant(tenant.id, other.id, { internal_user_id: person.id })
    expect((await browser.get(`/workspace/cases/${other.id}`)).status).toBe(404)
  })
})
