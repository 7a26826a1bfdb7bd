import { describe, expect, it } from 'vitest'
import { change, withTrail } from '#worker/db/change.ts'
import type { Client, Database } from '#worker/db/driver.ts'
import type { Scope } from '#worker/db/scope.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'
import { takeTicket } from '#worker/support/queries/tickets.ts'
import { tickets } from '#drizzle/schema/support.ts'
import { signIn } from '#worker/auth/queries/sign-in.ts'
import { eq } from 'drizzle-orm'
import { aTenant, aTicket } from '#test/facts.ts'
import { database, owner } from '#test/owner.ts'
import { hire, type Person, portalAs, trailOf } from '#test/world.ts'

async function scopeOf(person: Person, through: Database = database): Promise<Scope> {
  const loginKey = newSecret()
  const context = { requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' }
  await signIn(database, { directoryId: person.directoryId, loginKey, context, spent: { roundTrips: 0, statements: 0 } })
  return { database: through, duty: 'staff', loginKey, sessionKey: undefined, context, spent: { roundTrips: 0, statements: 0 } }
}

/** A line that loses what it is told to: the question before it arrives, or the answer after the commit. */
function lossy(lose: (nth: number) => 'question' | 'answer' | undefined): Database {
  let nth = 0
  return (duty) => {
    const client = database(duty)
    return {
      query: client.query,
      transaction: async (...args: Parameters<Client['transaction']>) => {
        const what = lose(++nth)
        if (what === 'question') throw Object.assign(new Error('fetch failed'), { name: 'NeonDbError' })
        const answer = await client.transaction(...args)
        if (what === 'answer') throw Object.assign(new Error('fetch failed'), { name: 'NeonDbError' })
        return answer
      },
    } as unknown as Client
  }
}

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

/** Every trail row names a column that nobody may name: the insert fails as a full disk would. */
function sabotaged(duty: Parameters<Database>[0]): Client {
  const client = database(duty)
  return {
    query: (text: string, params?: unknown[]) =>
      client.query(
        text.replace('into audit.trail (act,', 'into audit.trail (seq, act,').replace('select $', 'select 1, $'),
        params as never,
      ),
    transaction: client.transaction,
  } as unknown as Client
}
