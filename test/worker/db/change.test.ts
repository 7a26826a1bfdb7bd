import { describe, expect, it } from 'vitest'
import { change, withTrail } from '#worker/db/change.ts'
import { newId } from '#worker/rules/ids.ts'
import { takeTicket } from '#worker/support/queries/tickets.ts'
import { tickets } from '#drizzle/schema/support.ts'
import { eq } from 'drizzle-orm'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, type Person, portalAs, trailOf } from '#test/world.ts'
import { lossy, sabotaged, scopeOf } from './lines.ts'

const ticketRow = async (id: string) =>
  (await owner<{ assignee_id: string | null; version: number }>('select assignee_id, version from ticket where id = $1', [id]))[0]
const taking = (ticket: { id: string }, person: Person, tenantId: string) =>
  [
    { act: 'ticket:take', about: ticket.id, tenantId } as const,
    takeTicket({ ticketId: ticket.id, operatorId: person.id, now: new Date() }),
  ] as const
const anAsk = () => ({ key: newId('key'), asked: 'take' })

describe('taking a ticket', () => {
  it('makes it hers, with before and after in the trail', async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, null)

    const response = await browser.post(`/tickets/${ticket.id}/take`)

    expect(response.headers.get('location')).toBe(`/tenants/${tenant.id}?done=ticket-taken`)
    expect(await ticketRow(ticket.id)).toEqual({ assignee_id: person.id, version: 2 })
    expect(await trailOf(`tenant:${tenant.id}`)).toMatchObject([
      {
        act: 'ticket:take',
        outcome: 'done',
        entity_ids: [ticket.id],
        facts: { before: { [ticket.id]: { assignee_id: null } }, after: { [ticket.id]: { assignee_id: person.id } } },
      },
    ])
  })

  it('tells the slower of two who has it, and records that they tried', async () => {
    const [hugo, imke] = [await portalAs('hugo'), await portalAs('imke')]
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, null)
    expect((await hugo.browser.post(`/tickets/${ticket.id}/take`)).status).toBe(303)

    const late = await imke.browser.post(`/tickets/${ticket.id}/take`)

    expect(late.status).toBe(409)
    expect(await late.text()).toContain('Hugo Lindqvist')
    expect(await ticketRow(ticket.id)).toEqual({ assignee_id: hugo.person.id, version: 2 })
    expect((await trailOf(`tenant:${tenant.id}`)).map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
  })

  it('has one winner of sixteen at once', async () => {
    const people = await Promise.all(Array.from({ length: 16 }, () => portalAs('hugo')))
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, null)
    const answers = await Promise.all(people.map(({ browser }) => browser.post(`/tickets/${ticket.id}/take`)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(15)
    expect((await ticketRow(ticket.id))?.version).toBe(2)
  })

  it('is one act when pressed twice with one key, and another question under that key is refused', async () => {
    const { browser } = await portalAs('vera')
    const tenant = await aTenant()
    const [ticket, other] = [await aTicket(tenant.id, null), await aTicket(tenant.id, null)]
    const key = newId('key')
    expect((await browser.post(`/tickets/${ticket.id}/take`, { key })).status).toBe(303)
    expect((await browser.post(`/tickets/${ticket.id}/take`, { key })).status).toBe(303)
    expect((await browser.post(`/tickets/${other.id}/take`, { key })).status).toBe(422)
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(1)
  })
})

describe('a change', () => {
  it('is applied once although the line loses questions and answers', async () => {
    const person = await hire('vera')
    const tenant = await aTenant()
    const ticketIds = await Promise.all(Array.from({ length: 12 }, async () => (await aTicket(tenant.id, null)).id))
    const scope = await scopeOf(
      person,
      lossy((nth) => (nth % 3 === 1 ? 'answer' : nth % 5 === 0 ? 'question' : undefined)),
    )
    for (const id of ticketIds) {
      const outcome = await withTrail(scope, anAsk(), ...taking({ id }, person, tenant.id))
      expect(outcome).toMatchObject({ ok: true, changed: [{ id, assigneeId: person.id, version: 2 }] })
    }
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(12)
  })

  it('does not happen when its trail row cannot be written', async () => {
    const person = await hire('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, null)
    const scope = await scopeOf(person, sabotaged)
    await expect(withTrail(scope, anAsk(), ...taking(ticket, person, tenant.id))).rejects.toThrow()
    expect(await ticketRow(ticket.id)).toEqual({ assignee_id: null, version: 1 })
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])
  })

  it('is refused by the database when it leaves no trace', async () => {
    const person = await hire('vera')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, null)
    const { within } = await import('#worker/db/scope.ts')
    const db = within(await scopeOf(person))
    await expect(db.update(tickets).set({ assigneeId: person.id }).where(eq(tickets.id, ticket.id))).rejects.toMatchObject({
      cause: { code: 'IM500' },
    })
    expect(await ticketRow(ticket.id)).toEqual({ assignee_id: null, version: 1 })
  })

  it('that names a row nobody has is not found, and that too is recorded', async () => {
    const person = await hire('vera')
    const id = newId('tic')
    const outcome = await withTrail(
      await scopeOf(person),
      anAsk(),
      { act: 'ticket:take', about: id },
      change(tickets, { which: eq(tickets.id, id), set: { assigneeId: person.id } }),
    )
    expect(outcome).toEqual({ ok: false, because: 'not_found', refused: [] })
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ outcome: 'not_found', entity_ids: [id] })
  })
})
