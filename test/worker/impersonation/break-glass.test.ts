import { describe, expect, it } from 'vitest'
import { aTenant, aTicket, insert } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, portalAs, startFields, trailOf } from '#test/world.ts'
import { following } from '#worker/jobs/rules/consumers.ts'
import { newId } from '#worker/rules/ids.ts'
import { sessionOf } from './asked.ts'

const WHY = 'The customer is locked out of a running case and nobody answers tonight.'

/** Vera at a tenant whose customer wants to be asked, on a ticket of hers. */
async function atNight(policy = 'approve', assignee?: string) {
  const { person, browser } = await portalAs('vera')
  const tenant = await aTenant({ access_policy: policy })
  const ticket = await aTicket(tenant.id, assignee ?? person.id)
  const form = { ticketId: ticket.id, category: 'INCIDENT', reason: WHY }
  return { person, browser, tenant, ticket, form, path: `/tenants/${tenant.id}/break-glass` }
}

describe('breaking the glass', () => {
  it('lets Vera in read-only for half an hour, behind a magenta banner, and says so in the trail', async () => {
    const { person, browser, tenant, path, form } = await atNight()
    expect(await (await browser.get(path)).text()).toContain('Break the glass')

    expect((await browser.post(path, form)).status).toBe(303)

    const session = await sessionOf(person.id)
    expect(session).toMatchObject({ mode: 'READ_ONLY', break_glass: true, approval_id: null })
    expect(session?.limit_at).toEqual(session?.expires_at)
    expect(await (await browser.get('/workspace/cases')).text()).toContain('banner-break-glass')
    expect((await trailOf(`tenant:${tenant.id}`))[0]).toMatchObject({
      act: 'impersonation:start',
      outcome: 'done',
      reason: WHY,
      facts: { breakGlass: true },
    })
    const more = await browser.post(`/impersonations/${session?.id}/extend`, { minutes: '15', reason: 'It still does not work.' })
    expect(more.status).toBe(422)
  })

  it.each([
    ['a reason that explains too little', { reason: 'It is urgent, please let me in now.' }, 422, 'at least 40 characters'],
    ['no ticket', { ticketId: newId('tic') }, 422, 'Choose an open ticket'],
  ])('is refused with %s', async (_, change, status, words) => {
    const { person, browser, path, form } = await atNight()
    const response = await browser.post(path, { ...form, ...change })
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(words)])
    expect(await sessionOf(person.id)).toBeUndefined()
  })

  it('is refused where the customer lets nobody in, where nobody needs to be asked, and with a stale sign-in', async () => {
    const closed = await atNight('closed')
    expect((await closed.browser.post(closed.path, closed.form)).status).toBe(422)
    const open = await atNight('open')
    const response = await open.browser.post(open.path, open.form)
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('right away')])
    const stale = await atNight()
    await owner("update app.login_session set proved_at = now() - interval '16 min' where operator_id = $1", [stale.person.id])
    expect((await stale.browser.post(stale.path, stale.form)).status).toBe(403)
    for (const { person } of [closed, open, stale]) expect(await sessionOf(person.id)).toBeUndefined()
  })

  it('opens a tenant on the ticket of a colleague who sleeps', async () => {
    const hugo = await hire('hugo')
    const { person, browser, path, form } = await atNight('open', hugo.id)
    expect((await browser.post(path, form)).status).toBe(303)
    expect((await sessionOf(person.id))?.break_glass).toBe(true)
  })

  it('is one session of twenty presses at once', async () => {
    const { person, browser, path, form } = await atNight()
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.post(path, form)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await owner('select from app.impersonation_session where operator_id = $1', [person.id])).toHaveLength(1)
  })

  it('waits for its review before the next: asking is still open', async () => {
    const { person, browser, path, form, tenant, ticket } = await atNight()
    await browser.post(path, form)
    const session = await sessionOf(person.id)
    await browser.post(`/impersonations/${session?.id}/end`)

    const again = await browser.post(path, form)
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('waits for its review')])
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id))).headers.get('location')).toMatch(
      /^\/access-requests\//,
    )

    const reviewer = await hire('lena')
    await owner(
      `with traced as (insert into audit.trail (act, sentence, outcome, operator_id) values ('review:approve', 'A sentence.', 'done', $2) returning 1)
       update app.session_review set state = 'approved', reviewer_id = $2, note = 'It was what it said.', decided_at = now() where session_id = $1 and (select count(*) from traced) = 1`,
      [session?.id, reviewer.id],
    )
    expect((await browser.post(path, form)).status).toBe(303)
  })
})

describe('who is told that the glass was broken', () => {
  it('everybody who was not asked, the leads, the customer’s administrators, and their contacts by letter', async () => {
    const { person, browser, path, form, tenant } = await atNight('approve')
    const contacts = await Promise.all(
      ['PRIMARY', 'SECURITY', 'BILLING'].map((kind) =>
        insert('tenant_contact', {
          id: newId('con'),
          tenant_id: tenant.id,
          kind,
          name: 'A name',
          email: `${kind}@customer.example`.toLowerCase(),
        }),
      ),
    )
    await browser.post(path, form)
    const session = await sessionOf(person.id)
    const [event] = await owner<{
      event_id: string
      entity: string
      entity_id: string
      kind: 'session.started'
      payload: Record<string, unknown>
    }>("select event_id, entity, entity_id, kind, payload from app.outbox where entity_id = $1 and kind = 'session.started'", [session?.id])
    if (!event) throw new Error('nobody was told')
    const follows = following(
      { eventId: event.event_id, entity: event.entity, entityId: event.entity_id, kind: event.kind, payload: event.payload },
      {
        endpoints: [{ endpointId: newId('whe'), tenantId: tenant.id }],
        contacts: await owner('select event_id as "eventId", contact_id as "contactId" from app.contacts_to_tell(array[$1])', [
          event.event_id,
        ]),
      },
    )
    const notified = follows.flatMap((job) => (job.kind === 'notify' ? [`${job.args.notice} ${job.args.to}`] : []))
    expect(notified).toContain('session.break_glass may:approve_access')
    expect(notified).toContain(`session.break_glass leads:${person.id}`)
    expect(notified).toContain(`session.entered tenant:${tenant.id}`)
    const letters = follows.flatMap((job) => (job.kind === 'customer-mail' ? [job.args.contact] : []))
    expect(letters.toSorted()).toEqual(
      contacts
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted(),
    )
    expect(follows.filter(({ kind }) => kind === 'webhook-out')).toHaveLength(1)
    expect(follows.every(({ priority }) => priority === 0)).toBe(true)
  })
})
