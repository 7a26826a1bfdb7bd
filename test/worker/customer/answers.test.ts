import { describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { hire, trailOf } from '#test/world.ts'
import { recordingRooms } from '#test/rooms.ts'
import type { Desk } from '#worker/http/portal.ts'
import { newId } from '#worker/rules/ids.ts'
import { approved, aRequest, asked, begin, moved, requestOf, sessionOf } from '../impersonation/asked.ts'
import { linkOf, press, stranger, userOf } from './facts.ts'

const LIST = '/api/v1/tenant/access-requests'
const NOTE = 'Only until noon, please.'
const READS = { mode: 'READ_ONLY' }
const to = (requestId: string, answer: 'approve' | 'deny') => `${LIST}/${requestId}/${answer}`
const lastOf = async (tenantId: string) => (await trailOf(`tenant:${tenantId}`)).at(-1)
const itemsOf = ({ body }: { body: Record<string, unknown> }) => body.items as Record<string, unknown>[]

/** Vera asks to enter a tenant that wants to be asked, and it has an administrator. */
async function knocking(ask: typeof asked | typeof approved = asked, parts: Parameters<typeof userOf>[2] = {}) {
  const asking = await ask({ by: 'vera', need: 'look', policy: 'approve' })
  return { ...asking, admin: await userOf(asking.tenant.id, 'TENANT_ADMIN', parts) }
}

describe('who asks to come in', () => {
  it('is shown to the customer by role, what for and until when, and nobody by name or in their words', async () => {
    const { admin, id, person, tenant, ticket } = await knocking()

    const said = await admin.program.get(LIST)

    expect(itemsOf(said)).toHaveLength(1)
    expect(itemsOf(said)[0]).toMatchObject({
      ...{ id, operatorRole: 'SUPPORT_L1', approverRole: null, mode: 'READ_ONLY', scope: 'CONTENT', seenAs: 'INVESTIGATOR' },
      ...{ category: 'TROUBLESHOOTING', ticket: ticket.number, minutes: 30, agreedAt: null, startBy: null },
    })
    const [{ askedAt, answerBy } = {}] = itemsOf(said)
    expect(Date.parse(String(answerBy)) - Date.parse(String(askedAt))).toBe(12 * 3_600_000)
    for (const personal of [person.id, person.name, 'customer cannot find']) expect(JSON.stringify(said.body)).not.toContain(personal)
    expect(await lastOf(tenant.id)).toMatchObject({ act: 'customer:read', outcome: 'read', operator_id: admin.id, entity_ids: [id] })
  })

  it('is shown to a compliance officer, too, and to no other tenant', async () => {
    const { id, tenant } = await knocking()
    const officer = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    expect(itemsOf(await officer.program.get(LIST)).map((each) => each.id)).toEqual([id])
    const elsewhere = await userOf((await aTenant()).id)
    expect(itemsOf(await elsewhere.program.get(LIST))).toEqual([])
  })

  it('is no longer shown once it lapsed, was denied or began; and not where the customer is not asked', async () => {
    const { admin, id, tenant } = await knocking(approved)
    await aRequest((await hire('ada')).id, tenant.id)
    expect(itemsOf(await admin.program.get(LIST)).map((each) => each.id)).toEqual([id])
    await moved(id, 12 * 60 + 1)
    expect(itemsOf(await admin.program.get(LIST))).toEqual([])

    const begun = await knocking(approved)
    await begun.admin.program.post(to(begun.id, 'approve'))
    expect(itemsOf(await begun.admin.program.get(LIST))[0]).toMatchObject({
      id: begun.id,
      approverRole: 'ADMIN',
      startBy: expect.any(String),
    })
    expect((await begin(begun, READS)).status).toBe(303)
    expect(itemsOf(await begun.admin.program.get(LIST))).toEqual([])
  })
})

describe('an administrator of the tenant answers', () => {
  it('yes, and with the colleague’s it may begin', async () => {
    const asking = await knocking(approved)
    expect((await begin(asking, READS)).status).toBe(409)

    const said = await asking.admin.program.post(to(asking.id, 'approve'), { note: NOTE })

    expect([said.status, said.body]).toEqual([200, { id: asking.id, endedSessionId: null }])
    expect(await lastOf(asking.tenant.id)).toMatchObject({
      ...{ act: 'access:answer', outcome: 'done', operator_id: asking.admin.id, entity_ids: [asking.id], reason: NOTE },
      sentence: 'The customer approved access to the tenant.',
    })
    expect((await begin(asking, READS)).status).toBe(303)
  })

  it('yes before the colleague, whose clock it is then', async () => {
    const asking = await knocking()
    expect((await asking.admin.program.post(to(asking.id, 'approve'))).status).toBe(200)
    expect(await requestOf(asking.id)).toMatchObject({ state: 'WAITING', start_by: null })
    const [{ askedAt, answerBy, agreedAt } = {}] = itemsOf(await asking.admin.program.get(LIST))
    expect([agreedAt, Date.parse(String(answerBy)) - Date.parse(String(askedAt))]).toEqual([expect.any(String), 1_800_000])
  })

  it('no, and whoever asked reads why; nothing begins from it', async () => {
    const asking = await knocking(approved)
    expect((await asking.admin.program.post(to(asking.id, 'deny'), { note: NOTE })).status).toBe(200)
    expect(await requestOf(asking.id)).toMatchObject({ state: 'DENIED', denied_by: 'CUSTOMER', note: NOTE })
    expect(await (await asking.browser.get(asking.path)).text()).toContain(NOTE)
    expect((await begin(asking, READS)).status).toBe(409)
  })

  it('no after a yes: what had begun is over, and the desk and the room are told', async () => {
    const { rooms, audience, heard } = recordingRooms()
    const closed: string[] = []
    const desks = () => ({ close: async ({ sessionId }: { sessionId: string }) => void closed.push(sessionId) }) as unknown as Desk
    const asking = await knocking(approved, { rooms, audience, desks })
    await asking.admin.program.post(to(asking.id, 'approve'))
    await begin(asking, READS)
    const session = await sessionOf(asking.person.id)

    const key = { 'Idempotency-Key': newId('key') }
    const said = await asking.admin.program.post(to(asking.id, 'deny'), {}, key)

    expect(said.body).toEqual({ id: asking.id, endedSessionId: session?.id })
    expect(await sessionOf(asking.person.id)).toMatchObject({ end_reason: 'CUSTOMER_ENDED' })
    expect((await trailOf(`tenant:${asking.tenant.id}`)).slice(-2)).toMatchObject([
      { act: 'access:answer', outcome: 'done', operator_id: asking.admin.id, entity_ids: [asking.id, session?.id] },
      { act: 'impersonation:end', operator_id: asking.admin.id, facts: { endReason: 'CUSTOMER_ENDED' } },
    ])
    const because = { sessionId: session?.id, because: 'CUSTOMER_ENDED' }
    expect(closed).toEqual([session?.id])
    expect(heard).toMatchObject([
      { events: [{ name: 'session:ended', body: because }] },
      { over: { what: 'session', sessionId: session?.id } },
    ])
    const next = await asking.browser.get('/workspace/cases')
    expect([next.status, (await next.text()).includes('The customer ended it.')]).toEqual([401, true])
    // The same press again is the same answer.
    expect((await asking.admin.program.post(to(asking.id, 'deny'), {}, key)).body).toEqual(said.body)
  })

  it('once: the same key is the same answer, another press is told that it is decided', async () => {
    const { admin, id, tenant } = await knocking()
    const key = { 'Idempotency-Key': newId('key') }
    const pressed = await Promise.all([admin.program.post(to(id, 'approve'), {}, key), admin.program.post(to(id, 'approve'), {}, key)])
    expect(pressed.map(({ status, body }) => [status, body.id])).toEqual([
      [200, id],
      [200, id],
    ])
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'access:answer')).toHaveLength(1)
    expect((await admin.program.post(to(id, 'deny'), {}, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED')
    const again = await admin.program.post(to(id, 'approve'))
    expect([again.status, again.body.code]).toEqual([409, 'DECIDED_ALREADY'])
    expect(await lastOf(tenant.id)).toMatchObject({ act: 'access:answer', outcome: 'refused', facts: { because: 'DECIDED_ALREADY' } })
  })

  it('of two at once, yes and no, and the no stands', async () => {
    const { admin, id, tenant } = await knocking(approved)
    const other = await userOf(tenant.id)
    const [yes, no] = await Promise.all([admin.program.post(to(id, 'approve')), other.program.post(to(id, 'deny'))])
    expect([[200, 409].includes(yes.status), no.status]).toEqual([true, 200])
    expect((await requestOf(id))?.state).toBe('DENIED')
  })

  it('too late, and is told so', async () => {
    const { admin, id } = await knocking(approved)
    await moved(id, 12 * 60 + 1)
    for (const answer of ['approve', 'deny'] as const) {
      const said = await admin.program.post(to(id, answer))
      expect([said.status, said.body.code]).toEqual([409, 'DECIDED_ALREADY'])
    }
  })

  it('nothing of another tenant, and nothing that nobody asked them: there is none', async () => {
    const { id } = await knocking()
    const tenant = await aTenant()
    const admin = await userOf(tenant.id)
    const unasked = await aRequest((await hire('ada')).id, tenant.id)
    const said = await Promise.all([id, unasked, newId('acr')].map((each) => admin.program.post(to(each, 'approve'))))
    expect(said.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(new Set(said.map(({ body }) => JSON.stringify({ ...body, instance: '' }))).size).toBe(1)
    expect((await requestOf(id))?.state).toBe('WAITING')
    expect(await lastOf(tenant.id)).toMatchObject({ act: 'access:answer', outcome: 'not_found', operator_id: admin.id })
  })

  it('and nobody lower does, nor with more than a line', async () => {
    const { admin, id, tenant } = await knocking()
    const officer = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    expect((await officer.program.post(to(id, 'approve'))).status).toBe(403)
    expect((await admin.program.post(to(id, 'approve'), { note: 'x'.repeat(301) })).status).toBe(422)
    expect((await admin.program.post(to(id, 'approve'), { operatorId: newId('ops') })).status).toBe(422)
    expect((await requestOf(id))?.state).toBe('WAITING')
  })
})

describe('by a link', () => {
  it('Vera asks, a colleague and the customer agree, and she begins', async () => {
    const asking = await knocking(approved)
    const { path } = await linkOf(asking.admin, { mayAct: true })
    const browser = stranger()
    const page = await (await browser.get(path)).text()
    expect(page).toContain('Asks to come in')
    expect(page).toContain('Administrator approved it')
    expect(page).not.toContain(asking.person.name)

    const said = await press(browser, path, new RegExp(`/access-requests/${asking.id}/approve$`), { note: NOTE })

    expect([said.status, said.headers.get('Location')]).toEqual([303, `${path}?done=approved`])
    const after = await (await browser.get(`${path}?done=approved`)).text()
    expect([after.includes('You agreed.'), after.includes('Take it back')]).toEqual([true, true])
    expect((await begin(asking, READS)).status).toBe(303)
    expect((await asking.browser.get('/workspace/cases')).status).toBe(200)
    expect(await (await browser.get(path)).text()).not.toContain('Asks to come in')
  })

  it('a yes is taken back, and what is pressed after that is told that it is decided', async () => {
    const asking = await knocking(approved)
    const { path } = await linkOf(asking.admin, { mayAct: true })
    const browser = stranger()
    const form = new RegExp(`/access-requests/${asking.id}/`)
    await press(browser, path, form)
    const open = await (await browser.get(path)).text()
    const fields = Object.fromEntries(
      ['csrf', 'key'].map((name) => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(open)?.[1] ?? '']),
    )
    expect((await press(browser, path, form)).headers.get('Location')).toBe(`${path}?done=denied`)
    expect(await requestOf(asking.id)).toMatchObject({ state: 'DENIED', denied_by: 'CUSTOMER', note: null })
    const late = await browser.post(`${path}/access-requests/${asking.id}/deny`, fields)
    expect([late.status, (await late.text()).includes('This is decided already.')]).toEqual([409, true])
    expect((await begin(asking, READS)).status).toBe(409)
  })

  it('that only shows nobody answers; nor with a form of nobody’s, nor about another tenant’s request', async () => {
    const { admin, id, tenant } = await knocking()
    const [shows, acts] = [await linkOf(admin), await linkOf(admin, { mayAct: true, name: 'Another' })]
    const browser = stranger()
    const page = await (await browser.get(shows.path)).text()
    expect([page.includes('Asks to come in'), page.includes('/approve')]).toEqual([true, false])
    expect((await browser.post(`${acts.path}/access-requests/${id}/approve`, { csrf: '', key: newId('key') })).status).toBe(403)

    const html = await (await browser.get(acts.path)).text()
    const token = () =>
      Object.fromEntries(['csrf', 'key'].map((name) => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '']))
    const foreign = await knocking()
    expect((await browser.post(`${acts.path}/access-requests/${foreign.id}/approve`, token())).status).toBe(404)
    expect([(await requestOf(id))?.state, (await requestOf(foreign.id))?.state]).toEqual(['WAITING', 'WAITING'])
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'access:answer')).toHaveLength(1)
  })

  it('more than a line comes back with what is wrong, beside its request', async () => {
    const { admin, id } = await knocking()
    const { path } = await linkOf(admin, { mayAct: true })
    const said = await press(stranger(), path, new RegExp(`/${id}/approve$`), { note: 'x'.repeat(301) })
    const text = await said.text()
    expect([said.status, text.includes(`href="#note-${id}"`)]).toEqual([422, true])
    expect((await requestOf(id))?.state).toBe('WAITING')
  })
})
