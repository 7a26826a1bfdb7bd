import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { tickets } from '#drizzle/schema/support.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { change, withTrail } from '#worker/db/change.ts'
import { putJob } from '#worker/jobs/queries/put.ts'
import { newId } from '#worker/rules/ids.ts'
import { addConfig } from '#worker/support/queries/tenant-config.ts'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire } from '#test/world.ts'
import { lossy, sabotaged, scopeOf } from '../db/lines.ts'

type Row = { id: string; args: Record<string, unknown>; state: string; priority: number; max_attempts: number; session_id: string | null }
const jobsAbout = (id: string) => owner<Row>(`select * from app.job where args ->> 'about' = $1`, [id])
const anAsk = () => ({ key: newId('key'), asked: 'take' })

/** A ticket that is taken, and a letter to whom it went. Not due in this test's lifetime. */
const taking = (ticketId: string, operatorId: string, more: object = {}) =>
  change(tickets, {
    which: eq(tickets.id, ticketId),
    only: sql`${tickets.assigneeId} is null`,
    set: { assigneeId: operatorId },
    also: [
      putJob('mail', {
        args: { letter: 'role.changed', to: sql`changed.assignee_id`, about: sql`changed.id` },
        priority: 'urgent',
        inSeconds: 86_400,
        ...more,
      }),
    ],
  })
const act = (ticketId: string) => ({ act: 'ticket:take', about: ticketId }) as const

describe('a job beside its cause', () => {
  it('is put in with it, with what the change made of the row', async () => {
    const vera = await hire('vera')
    const ticket = await aTicket((await aTenant()).id, null)
    await withTrail(await scopeOf(vera), anAsk(), act(ticket.id), taking(ticket.id, vera.id))
    expect(await jobsAbout(ticket.id)).toMatchObject([
      {
        id: expect.stringMatching(/^pjob_[0-9A-Z]{20}$/),
        args: { letter: 'role.changed', to: vera.id, about: ticket.id },
        state: 'scheduled',
        priority: 0,
        max_attempts: 8,
        session_id: null,
      },
    ])
  })

  it('is not put in when the change was refused, nor when its trace could not be written', async () => {
    const [vera, hugo] = [await hire('vera'), await hire('hugo')]
    const tenant = await aTenant()
    const [taken, open] = [await aTicket(tenant.id, hugo.id), await aTicket(tenant.id, null)]
    const refused = await withTrail(await scopeOf(vera), anAsk(), act(taken.id), taking(taken.id, vera.id))
    expect(refused.ok).toBe(false)
    await expect(withTrail(await scopeOf(vera, sabotaged), anAsk(), act(open.id), taking(open.id, vera.id))).rejects.toThrow()
    expect([...(await jobsAbout(taken.id)), ...(await jobsAbout(open.id))]).toEqual([])
  })

  it('is one job though the answer was lost and the act asked again', async () => {
    const vera = await hire('vera')
    const ticket = await aTicket((await aTenant()).id, null)
    const scope = await scopeOf(
      vera,
      lossy((nth) => (nth === 1 ? 'answer' : undefined)),
    )
    expect(await withTrail(scope, anAsk(), act(ticket.id), taking(ticket.id, vera.id))).toMatchObject({ ok: true })
    expect(await jobsAbout(ticket.id)).toHaveLength(1)
  })

  it('is no second job under the same word', async () => {
    const vera = await hire('vera')
    const tenant = await aTenant()
    const tickets = await Promise.all([aTicket(tenant.id, null), aTicket(tenant.id, null)])
    const dedup = `once:${newId('key')}`
    for (const { id } of tickets) await withTrail(await scopeOf(vera), anAsk(), act(id), taking(id, vera.id, { dedup }))
    expect((await Promise.all(tickets.map(({ id }) => jobsAbout(id)))).flat()).toHaveLength(1)
  })

  it('comes with a row that was added, too, and not with one that was refused', async () => {
    const imke = await hire('imke')
    const tenant = await aTenant()
    const adding = (seen: number) => ({
      ...addConfig({ tenantId: tenant.id, document: 'retention', seen, body: { auditYears: 7 }, reason: 'Because.', operatorId: imke.id }),
      also: [putJob('mail', { args: { letter: 'role.changed', to: imke.id, about: sql`changed.tenant_id` }, inSeconds: 86_400 })],
    })
    const config = { act: 'tenant_config:change', about: 'retention', tenantId: tenant.id } as const
    expect(await addWithTrail(await scopeOf(imke), anAsk(), config, adding(0))).toMatchObject({ ok: true })
    expect(await addWithTrail(await scopeOf(imke), anAsk(), config, adding(0))).toMatchObject({ ok: false })
    expect(await jobsAbout(tenant.id)).toHaveLength(1)
  })
})
