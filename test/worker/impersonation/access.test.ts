import { describe, expect, it } from 'vitest'
import { aTicket } from '#test/facts.ts'
import { database, owner } from '#test/owner.ts'
import { hire, portalAs, signedIn, startFields, trailOf } from '#test/world.ts'
import { jobScope } from '#worker/db/job.ts'
import { lapseDueAccess } from '#worker/impersonation/queries/access-acts.ts'
import { newId } from '#worker/rules/ids.ts'
import { approved, asked, begin, customerSays, exactly, moved, NOTE, requestOf, requestsOf, sessionOf } from './asked.ts'

const actsOf = async (tenantId: string) => (await trailOf(`tenant:${tenantId}`)).map(({ act, outcome }) => `${act} ${outcome}`)
const eventsOf = async (id: string) =>
  (await owner<{ kind: string }>('select kind from app.outbox where entity_id = $1 order by seq', [id])).map(({ kind }) => kind)

describe('asking for an access that takes somebody else’s yes', () => {
  it('Imke asks to write, with the same form that starts a session; it waits, and colleagues hear of it', async () => {
    const { person, tenant, response, id } = await asked()

    expect([response.status, response.headers.get('location')]).toEqual([303, `/access-requests/${id}?done=access-asked`])
    expect(await requestOf(id)).toMatchObject({ state: 'WAITING', approver_id: null, customer_by: null })
    expect(await sessionOf(person.id)).toBeUndefined()
    expect(await actsOf(tenant.id)).toEqual(['access:ask done'])
    expect(await eventsOf(id)).toEqual(['session.requested'])
  })

  it('asks the customer too, where their policy says so, though Vera only wants to look', async () => {
    const { id } = await asked({ by: 'vera', need: 'look', policy: 'approve' })
    expect((await requestOf(id))?.customer_by).not.toBeNull()
  })

  it('refuses Vera to write, Paul to write in a tenant without a project, and says so', async () => {
    for (const [name, words] of [
      ['vera', 'Your role does not enter this way'],
      ['paul', 'tenants of its own running projects only'],
    ] as const) {
      const { person, browser } = await portalAs(name)
      const { tenant } = await asked()
      const ticket = await aTicket(tenant.id, person.id)
      const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id, { need: 'write' }))
      expect(response.status).toBe(422)
      expect(await response.text()).toContain(words)
      expect(await requestsOf(person.id)).toEqual([])
    }
  })

  it('is one request of twenty presses at once, and the same one when its key comes again', async () => {
    const { person, browser } = await portalAs('imke')
    const { tenant } = await asked()
    const ticket = await aTicket(tenant.id, person.id)
    const form = startFields(tenant.id, ticket.id, { need: 'write' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.post('/impersonations', form)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await requestsOf(person.id)).toHaveLength(1)

    const { browser: other, person: otherPerson } = await portalAs('imke')
    const own = { ...startFields(tenant.id, (await aTicket(tenant.id, otherPerson.id)).id, { need: 'write' }), key: newId('key') }
    const [first, again] = [await other.post('/impersonations', own), await other.post('/impersonations', own)]
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect(await requestsOf(otherPerson.id)).toHaveLength(1)
  })

  it('shows a request to whoever asked and whoever may answer; to others there is none', async () => {
    const { browser, path } = await asked()
    const [hugo, ben] = [await portalAs('hugo'), await portalAs('ben')]
    expect((await browser.get(path)).status).toBe(200)
    const page = await (await ben.browser.get(path)).text()
    expect(page).toContain('Your answer')
    expect(page).toContain(`${path}/deny`)
    expect((await hugo.browser.get(path)).status).toBe(404)
    expect(await (await hugo.browser.get('/access-requests')).text()).not.toContain(path)
    expect(await (await ben.browser.get('/access-requests')).text()).toContain(path)
  })

  it('takes back what was asked, once; nobody else does', async () => {
    const { browser, path, id } = await asked()
    const other = await portalAs('imke')
    expect((await other.browser.post(`${path}/withdraw`)).status).toBe(404)
    expect((await browser.post(`${path}/withdraw`)).status).toBe(303)
    expect((await requestOf(id))?.state).toBe('WITHDRAWN')
    expect((await browser.post(`${path}/withdraw`)).status).toBe(409)
    const ada = await portalAs('ada')
    expect((await ada.browser.post(`${path}/approve`, { note: NOTE })).status).toBe(409)
  })
})

describe('answering', () => {
  it('Ada approves with a sentence, Imke begins exactly that with one press, and writes behind a red banner', async () => {
    const asking = await approved()
    const { person, browser, tenant, id, path } = asking
    expect(await requestOf(id)).toMatchObject({ state: 'APPROVED', approver_id: asking.ada.person.id, note: NOTE })
    expect(await (await browser.get(path)).text()).toContain('Everybody said yes')

    expect((await begin(asking)).status).toBe(303)

    const session = await sessionOf(person.id)
    expect(session).toMatchObject({ mode: 'READ_WRITE', approval_id: id, ended_at: null })
    expect(await requestOf(id)).toMatchObject({ state: 'USED', session_id: session?.id })
    expect(await (await browser.get('/workspace/cases')).text()).toContain('banner-read-write')
    expect(await actsOf(tenant.id)).toEqual(['access:ask done', 'access:approve done', 'impersonation:start done', 'case:list read'])
    expect(await eventsOf(id)).toEqual(['session.requested', 'session.approved'])
  })

  it('binds Ada too: nobody answers their own request, nor a second account of the same person', async () => {
    const { browser, path, person, id } = await asked({ by: 'ada' })
    const own = await browser.post(`${path}/approve`, { note: NOTE })
    expect(own.status).toBe(409)
    expect(await own.text()).toContain('Nobody answers their own request')
    const directoryId = person.directoryId.toUpperCase()
    const second = await signedIn({ ...(await hire('ben', { directory_id: directoryId })), directoryId })
    expect((await second.post(`${path}/approve`, { note: NOTE })).status).toBe(409)
    expect((await requestOf(id))?.state).toBe('WAITING')
  })

  it('is refused without the permission, from inside a tenant, without a sentence, and with a stale sign-in', async () => {
    const { path, id } = await asked()
    const [hugo, ben] = [await portalAs('hugo'), await portalAs('ben')]
    expect((await hugo.browser.post(`${path}/approve`, { note: NOTE })).status).toBe(403)
    expect((await ben.browser.post(`${path}/approve`, { note: 'ok' })).status).toBe(422)
    await owner("update app.login_session set proved_at = now() - interval '16 min' where operator_id = $1", [ben.person.id])
    const stale = await ben.browser.post(`${path}/approve`, { note: NOTE })
    expect([stale.status, await stale.text()]).toEqual([403, expect.stringContaining('Confirm that it is you')])
    expect((await requestOf(id))?.state).toBe('WAITING')

    const inside = await portalAs('ada')
    const { tenant } = await asked()
    const ticket = await aTicket(tenant.id, inside.person.id)
    expect((await inside.browser.post('/impersonations', startFields(tenant.id, ticket.id))).status).toBe(303)
    expect((await inside.browser.post(`${path}/approve`, { note: NOTE })).status).toBe(409)
    // The overlay left at home changes nothing: the session is open.
    inside.browser.cookies.delete('__Host-session')
    expect((await inside.browser.post(`${path}/approve`, { note: NOTE })).status).toBe(409)
    expect((await requestOf(id))?.state).toBe('WAITING')
  })

  it('counts once: of twenty who approve at once one did', async () => {
    const { path, id } = await asked()
    const people = [await portalAs('ada'), await portalAs('ben')]
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => people[i % 2]?.browser.post(`${path}/approve`, { note: NOTE })))
    expect(answers.filter((answer) => answer?.status === 303)).toHaveLength(1)
    expect(answers.filter((answer) => answer?.status === 409)).toHaveLength(19)
    expect((await requestOf(id))?.state).toBe('APPROVED')
  })

  it('waits for the customer where they want to be asked; each has a clock of their own', async () => {
    const asking = await approved({ by: 'vera', need: 'look', policy: 'approve' })
    expect(await requestOf(asking.id)).toMatchObject({ state: 'WAITING', start_by: null })
    const looks = { mode: 'READ_ONLY' }
    expect((await begin(asking, looks)).status).toBe(409)
    await moved(asking.id, 6 * 60)

    expect(await customerSays(asking, true)).toMatchObject({ because: null })

    expect((await requestOf(asking.id))?.state).toBe('APPROVED')
    // Reading asks for no fresh sign-in.
    await owner("update app.login_session set proved_at = now() - interval '16 min' where operator_id = $1", [asking.person.id])
    expect((await begin(asking, looks)).status).toBe(303)
    expect(await sessionOf(asking.person.id)).toMatchObject({ mode: 'READ_ONLY', approval_id: asking.id })
  })

  it('is over with the customer’s no, also after their yes: what had begun ends', async () => {
    const asking = await approved({ by: 'vera', need: 'look', policy: 'approve' })
    await customerSays(asking, true)
    await begin(asking, { mode: 'READ_ONLY' })
    expect((await asking.browser.get('/workspace/cases')).status).toBe(200)

    const said = await customerSays(asking, false)

    const session = await sessionOf(asking.person.id)
    expect(said).toEqual({ because: null, session_id: session?.id })
    expect(session).toMatchObject({ end_reason: 'CUSTOMER_ENDED' })
    expect(await requestOf(asking.id)).toMatchObject({ state: 'DENIED', denied_by: 'CUSTOMER' })
    expect((await asking.browser.get('/workspace/cases')).status).toBe(401)
    expect(await customerSays(asking, true)).toMatchObject({ because: 'DECIDED_ALREADY' })
  })
})

describe('a denial', () => {
  it('says why to whoever asked, and nothing begins from it', async () => {
    const asking = await asked()
    const ben = await portalAs('ben')
    expect((await ben.browser.post(`${asking.path}/deny`, { note: 'The customer asked us to wait.' })).status).toBe(303)
    expect(await requestOf(asking.id)).toMatchObject({ state: 'DENIED', denied_by: 'COLLEAGUE' })
    expect(await (await asking.browser.get(asking.path)).text()).toContain('The customer asked us to wait.')
    expect((await begin(asking)).status).toBe(409)
    expect(await eventsOf(asking.id)).toEqual(['session.requested', 'session.denied'])
  })

  it('after a yes ends the session that had begun, at once', async () => {
    const asking = await approved()
    await begin(asking)
    expect((await asking.browser.get('/workspace/cases')).status).toBe(200)

    expect((await asking.ada.browser.post(`${asking.path}/deny`, { note: 'I was wrong about this one.' })).status).toBe(303)

    expect(await sessionOf(asking.person.id)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
    expect((await requestOf(asking.id))?.state).toBe('DENIED')
    expect((await asking.browser.get('/workspace/cases')).status).toBe(401)
    expect((await asking.ada.browser.post(`${asking.path}/deny`, { note: 'I was wrong about this one.' })).status).toBe(409)
  })
})

describe('the clocks of a request', () => {
  it('unanswered for half an hour is denied, whether or not anybody wrote it down', async () => {
    const { path, id, tenant, browser } = await asked()
    await moved(id, 31)
    const ada = await portalAs('ada')
    expect((await ada.browser.post(`${path}/approve`, { note: NOTE })).status).toBe(409)
    expect(await (await browser.get(path)).text()).toContain('It was denied')

    const scope = jobScope(database, 'test')
    await lapseDueAccess(scope)
    await lapseDueAccess(scope)
    expect(await requestOf(id)).toMatchObject({ state: 'DENIED', denied_by: 'TIME' })
    expect((await actsOf(tenant.id)).filter((act) => act === 'access:lapse done')).toHaveLength(1)
    expect(await eventsOf(id)).toEqual(['session.requested', 'session.denied'])
  })

  it('unanswered by the customer for twelve hours is denied, though a colleague said yes', async () => {
    const asking = await approved({ by: 'vera', need: 'look', policy: 'approve' })
    await moved(asking.id, 12 * 60 + 1)
    expect(await customerSays(asking, true)).toMatchObject({ because: 'DECIDED_ALREADY' })
  })

  it('unused for a quarter of an hour has lapsed, and one may ask anew', async () => {
    const asking = await approved()
    await moved(asking.id, 16)
    const late = await begin(asking)
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('not approved, or not any more')])
    expect(await sessionOf(asking.person.id)).toBeUndefined()

    const { tenant, ticket, browser } = asking
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id, { need: 'write' }))).status).toBe(303)
    expect((await requestsOf(asking.person.id)).map(({ state }) => state).toSorted()).toEqual(['EXPIRED', 'WAITING'])
  })

  it('a session never lasts longer than was approved', async () => {
    const asking = await approved({ more: { minutes: '15' } })
    await begin(asking, { minutes: '15' })
    const session = await sessionOf(asking.person.id)
    expect(session?.limit_at).toEqual(session?.expires_at)
    const response = await asking.browser.post(`/impersonations/${session?.id}/extend`, { minutes: '15', reason: 'The import still runs.' })
    expect(response.status).toBe(422)
    expect((await sessionOf(asking.person.id))?.expires_at).toEqual(session?.expires_at)
  })
})

describe('what begins', () => {
  it.each([
    ['another reason, by one byte', { reason: 'The customer cannot find a case in the list and asked us to look!' }],
    ['longer', { minutes: '60' }],
    ['for another category', { category: 'INCIDENT' }],
    ['to read instead', { mode: 'READ_ONLY' }],
    ['to take out, too', { scope: 'EXPORT' }],
    ['as somebody', { targetUserId: newId('usr') }],
  ])('is what was approved: not %s', async (_, change) => {
    const asking = await approved()
    const response = await begin(asking, change)
    expect([response.status, await response.text()]).toEqual([409, expect.stringContaining('This is not what was approved')])
    expect(await sessionOf(asking.person.id)).toBeUndefined()
    expect((await requestOf(asking.id))?.state).toBe('APPROVED')
  })

  it('is whose it was approved for, in the tenant it was approved for', async () => {
    const [asking, other] = [await approved(), await approved()]
    expect((await other.browser.post(`${asking.path}/start`, exactly(asking))).status).toBe(404)
    expect((await asking.browser.post(`${asking.path}/start`, exactly({ ...asking, tenant: other.tenant }))).status).toBe(409)
    expect((await asking.browser.post(`/access-requests/${newId('acr')}/start`, exactly(asking))).status).toBe(404)
  })

  it('is one session of twenty presses at once, and never a second one', async () => {
    const asking = await approved()
    const answers = await Promise.all(Array.from({ length: 20 }, () => begin(asking)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    const session = await sessionOf(asking.person.id)
    const browser = await signedIn(asking.person)
    await browser.post(`/impersonations/${session?.id}/end`)
    expect((await browser.post(`${asking.path}/start`, exactly(asking))).status).toBe(409)
    expect(await owner('select from app.impersonation_session where operator_id = $1', [asking.person.id])).toHaveLength(1)
  })

  it('asks for a fresh sign-in to write; the database insists', async () => {
    const asking = await approved()
    await owner("update app.login_session set proved_at = now() - interval '16 min' where operator_id = $1", [asking.person.id])
    const response = await begin(asking)
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('Confirm that it is you')])
    expect(await sessionOf(asking.person.id)).toBeUndefined()
  })

  it('is asked anew where the customer became stricter meanwhile', async () => {
    const asking = await approved()
    await owner("update tenant set access_policy = 'approve' where id = $1", [asking.tenant.id])
    expect((await begin(asking)).status).toBe(409)
    await owner("update tenant set access_policy = 'closed' where id = $1", [asking.tenant.id])
    expect((await begin(asking)).status).toBe(409)
    expect(await sessionOf(asking.person.id)).toBeUndefined()
  })
})

describe('a policy that changes', () => {
  it('ends what the customer was not asked about, and leaves what they said yes to', async () => {
    const [unasked, agreed] = [await approved(), await approved({ policy: 'approve' })]
    await customerSays(agreed, true)
    for (const each of [unasked, agreed]) expect((await begin(each)).status).toBe(303)

    for (const { tenant } of [unasked, agreed])
      await owner("update tenant set access_policy = 'approve', employees = employees + 1 where id = $1", [tenant.id])

    expect(await sessionOf(unasked.person.id)).toMatchObject({ end_reason: 'POLICY_CHANGED' })
    expect(await sessionOf(agreed.person.id)).toMatchObject({ ended_at: null })
    await owner("update tenant set access_policy = 'closed' where id = $1", [agreed.tenant.id])
    expect(await sessionOf(agreed.person.id)).toMatchObject({ end_reason: 'POLICY_CHANGED' })
  })

  it('leaves a session open where it is eased, and tells the customer of the next one', async () => {
    const asking = await approved()
    await begin(asking)
    await owner("update tenant set access_policy = 'notify' where id = $1", [asking.tenant.id])
    expect(await sessionOf(asking.person.id)).toMatchObject({ ended_at: null })
  })
})
