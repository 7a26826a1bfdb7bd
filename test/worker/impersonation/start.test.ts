import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aTenant, aTicket, aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portalAs, REASON, signedIn, startFields, trailOf } from '#test/world.ts'

const sessionsOf = (operatorId: string) =>
  owner<{ id: string; ended_at: Date | null; end_reason: string | null }>(
    'select * from app.impersonation_session where operator_id = $1 order by started_at',
    [operatorId],
  )

describe('entering a tenant', () => {
  it('lets Vera in on her own open ticket, read-only for half an hour, and leaves the trace', async () => {
    const { person, browser, tenant, sessionId, ticket } = await inside('vera')

    const page = await browser.get('/workspace/cases')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`[AS ${tenant.name}]`)
    const trail = await trailOf(`tenant:${tenant.id}`)
    expect(trail).toMatchObject([
      { act: 'impersonation:start', outcome: 'done', session_id: sessionId, operator_id: person.id, reason: REASON, ip: '203.0.113.7' },
      { act: 'case:list', outcome: 'read', session_id: sessionId },
    ])
    expect(trail[0]?.facts).toMatchObject({ mode: 'READ_ONLY', seenAs: 'INVESTIGATOR', ticket: ticket.number, minutes: 30 })
  })

  it.each([
    ['.', 'too short'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'one word'],
    ['please please please please please', 'one word repeated'],
    ['T-5001 T-5001 T-5001 T-5001', 'ticket ids alone'],
    ['​​​​​​​​​​​​​​​​​​​​​​​​ look now', 'invisible padding'],
  ])('refuses the reason %j (%s), names the field, and keeps what was typed', async (reason) => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)

    const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id, { reason, minutes: '60' }))

    expect(response.status).toBe(422)
    const text = await response.text()
    expect(text).toContain('href="#reason"')
    expect(text).toMatch(/value="60"[^>]*checked|checked[^>]*value="60"/)
    expect(await sessionsOf(person.id)).toEqual([])
  })

  it.each([
    ['a closed ticket', { status: 'CLOSED', closed_at: new Date().toISOString() }, {}, 'That ticket is closed'],
    ['a tenant that is closed to the vendor', {}, { access_policy: 'closed' }, 'closed its data'],
    ['a suspended tenant', {}, { status: 'SUSPENDED' }, 'suspended'],
  ])('refuses %s, says why, and records the refusal', async (_, ticketRow, tenantRow, words) => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant(tenantRow)
    const ticket = await aTicket(tenant.id, person.id, ticketRow)

    const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id))

    expect(response.status).toBe(422)
    expect(await response.text()).toContain(words)
    expect(await sessionsOf(person.id)).toEqual([])
    expect(await trailOf(`tenant:${tenant.id}`)).toMatchObject([{ act: 'impersonation:start', outcome: 'refused', session_id: null }])
  })

  it("refuses a colleague's ticket, a ticket of another tenant, and one that does not exist", async () => {
    const { person, browser } = await portalAs('vera')
    const hugo = await hire('hugo')
    const [tenant, other] = [await aTenant(), await aTenant()]
    const tickets = [
      await aTicket(tenant.id, hugo.id),
      await aTicket(tenant.id, null),
      await aTicket(other.id, person.id),
      { id: newId('tic') },
    ]

    for (const ticket of tickets) {
      const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id))
      expect(response.status).toBe(422)
      expect(await response.text()).toContain('href="#ticketId"')
    }
    expect(await sessionsOf(person.id)).toEqual([])
  })

  it('lets nobody be seen as more than the ceiling of the role, nor as an inactive or foreign user', async () => {
    const { person, browser } = await portalAs('vera')
    const [tenant, other] = [await aTenant(), await aTenant()]
    const ticket = await aTicket(tenant.id, person.id)
    const users = [
      await aUser(tenant.id, { role: 'COMPLIANCE_OFFICER' }),
      await aUser(tenant.id, { role: 'TENANT_ADMIN' }),
      await aUser(tenant.id, { status: 'DEACTIVATED' }),
      await aUser(other.id),
    ]
    for (const user of users) {
      const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id, { targetUserId: user.id }))
      expect(response.status).toBe(422)
      expect(await response.text()).toContain('href="#targetUserId"')
    }
    expect(await sessionsOf(person.id)).toEqual([])
  })

  it('makes one session of twenty presses at once', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)

    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.post('/impersonations', startFields(tenant.id, ticket.id))))

    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(19)
    expect(await sessionsOf(person.id)).toHaveLength(1)
  })

  it('answers the same press twice with the same session', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    const fields = startFields(tenant.id, ticket.id, { key: newId('key') })

    expect((await browser.post('/impersonations', fields)).status).toBe(303)
    const cookie = browser.cookies.get('__Host-session')
    expect((await browser.post('/impersonations', fields)).status).toBe(303)

    expect(browser.cookies.get('__Host-session')).toBe(cookie)
    expect(await sessionsOf(person.id)).toHaveLength(1)
    expect((await browser.get('/workspace/cases')).status).toBe(200)
  })

  it('refuses another question under the same key', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    const key = newId('key')
    await browser.post('/impersonations', startFields(tenant.id, ticket.id, { key }))

    const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id, { key, minutes: '60' }))

    expect(response.status).toBe(422)
  })

  it('does not let Vera nest a second session, and locks her out of nothing when the first one died unseen', async () => {
    const { person, browser, sessionId } = await inside('vera')
    const next = await aTenant()
    const ticket = await aTicket(next.id, person.id)
    expect((await browser.post('/impersonations', startFields(next.id, ticket.id))).status).toBe(422)

    await owner(
      "update app.impersonation_session set started_at = now() - interval '3 hours', expires_at = now() - interval '1 hour' where id = $1",
      [sessionId],
    )
    const again = await signedIn(person)
    expect((await again.post('/impersonations', startFields(next.id, ticket.id))).status).toBe(303)

    expect(await sessionsOf(person.id)).toMatchObject([{ id: sessionId, end_reason: 'TIMEOUT' }, { ended_at: null }])
  })

  it('ends the row of a session that went idle unseen, too', async () => {
    const { person, sessionId } = await inside('vera')
    await owner("update app.impersonation_activity set last_act_at = now() - interval '11 minutes' where session_id = $1", [sessionId])
    const next = await aTenant()
    const ticket = await aTicket(next.id, person.id)
    expect((await (await signedIn(person)).post('/impersonations', startFields(next.id, ticket.id))).status).toBe(303)
    expect(await sessionsOf(person.id)).toMatchObject([{ id: sessionId, end_reason: 'IDLE' }, { ended_at: null }])
  })

  it('never outlives the sign-in it rests on, nor does an extension', async () => {
    const { person, browser } = await portalAs('vera')
    await owner("update app.login_session set expires_at = now() + interval '20 minutes' where operator_id = $1", [person.id])
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    await browser.post('/impersonations', startFields(tenant.id, ticket.id, { minutes: '60' }))
    const [session] = await sessionsOf(person.id)
    const late = async () =>
      (
        await owner<{ late: boolean }>(
          'select i.expires_at > l.expires_at as late from app.impersonation_session i join app.login_session l on l.id = i.login_session_id where i.id = $1',
          [session?.id],
        )
      )[0]?.late
    expect(await late()).toBe(false)
    const refused = await browser.post(`/impersonations/${session?.id}/extend`, {
      minutes: '30',
      reason: 'The customer is still on the phone.',
    })
    expect(refused.status).toBe(422)
    expect(await late()).toBe(false)
  })

  it('offers nobody to look as in passing; asked for, it offers people without their names and leaves its trace', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    await aTicket(tenant.id, person.id)
    const [low, investigator, officer] = [
      await aUser(tenant.id, { role: 'EMPLOYEE' }),
      await aUser(tenant.id),
      await aUser(tenant.id, { role: 'COMPLIANCE_OFFICER' }),
    ]
    expect(await (await browser.get(`/tenants/${tenant.id}/enter`)).text()).not.toContain(investigator.id)
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])

    const text = await (await browser.get(`/tenants/${tenant.id}/enter?as=choose`)).text()
    expect(text).toContain(investigator.id)
    for (const hidden of [low.id, officer.id, investigator.name, investigator.email]) expect(text).not.toContain(hidden)
    expect(await trailOf(`tenant:${tenant.id}`)).toMatchObject([
      { act: 'tenant_user:offer', outcome: 'read', entity_ids: [investigator.id], operator_id: person.id },
    ])
  })

  it('refuses a deadline that is missing, infinite or more than four hours away, whoever writes it', async () => {
    const { sessionId } = await inside('vera')
    for (const value of ['null', "'infinity'::timestamptz", "started_at + interval '4 hours 1 second'", "'NaN'::timestamptz"]) {
      await expect(owner(`update app.impersonation_session set expires_at = ${value} where id = $1`, [sessionId])).rejects.toThrow()
    }
  })
})
