import { describe, expect, it } from 'vitest'
import { deliver } from '#worker/jobs/jobs/run-due.ts'
import { newId } from '#worker/rules/ids.ts'
import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'
import { codeOf, type Ask } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { jobsPlace } from './jobs-place.ts'
import { connectedTo } from './readers.ts'

const { place, database, own, jobs } = jobsPlace()

type Event = { event_id: string; kind: string; seq: number; payload: Record<string, unknown> }
const eventsOf = (entityId: string) =>
  own<Event>('select event_id, kind, seq::int, payload from app.outbox where entity_id = $1 order by seq', [entityId])
const publish = (entityId: string, kind = 'ticket.opened', ask: Ask = own) =>
  ask(`select app.publish($1, 'ticket', $2, '{"n": 1}')`, [kind, entityId])
const delivering = () =>
  deliver({
    database: database(),
    appVersion: 'test',
  })

/** Somebody of the staff, in one transaction that commits. */
async function as(
  role: 'ADMIN' | 'SUPPORT_L3',
  work: (ask: Ask, me: { id: string; loginKey: string }) => Promise<unknown>,
  sessionKey = '',
) {
  const me = await anOperator(role, {}, own)
  await connectedTo(place().staff, async (ask) => {
    await ask('begin')
    await ask("select from app.enter($1, $2, '{}')", [sessionKey, me.loginKey])
    await work(ask, me)
    await ask('commit')
  })
  return me
}
const trail = (ask: Ask) =>
  ask(
    `insert into audit.trail (act, sentence, outcome, entity_type, entity_ids) values ('tenant_config:change', 'Changed.', 'done', 'tenant', '{}')`,
  )

describe('an event', () => {
  it('is numbered per entity, without a gap, when twenty tell at once', async () => {
    const [one, other] = [newId('tic'), newId('tic')]
    await Promise.all(Array.from({ length: 20 }, (_, n) => publish(n % 4 === 0 ? other : one)))
    expect((await eventsOf(one)).map(({ seq }) => seq)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1))
    expect((await eventsOf(other)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  })

  it('is gone with a cause that was rolled back, and leaves its number to the next', async () => {
    const id = newId('tic')
    await publish(id)
    await connectedTo(place().owner, async (ask) => {
      await ask('begin')
      await publish(id, 'ticket.closed', ask)
      await ask('rollback')
    })
    await publish(id)
    expect((await eventsOf(id)).map(({ kind, seq }) => [kind, seq])).toEqual([
      ['ticket.opened', 1],
      ['ticket.opened', 2],
    ])
  })

  it('comes of a kill, in the same transaction, and says ids and codes only', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const tenant = await aPlace(own)
    const session = await aSession(vera, tenant.id, {}, own)
    await as('ADMIN', (ask) => ask(`select from app.kill_sessions('session', $1, 'Ended for a reason.')`, [session.id]))
    expect(await eventsOf(session.id)).toMatchObject([
      { kind: 'session.killed', seq: 1, payload: { operatorId: vera.id, tenantId: tenant.id, endReason: 'FORCE_LOGOUT' } },
    ])
  })

  it('comes of a session that begins, is lengthened and ends by its clock', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const tenant = await aPlace(own)
    await own('update ticket set assignee_id = $2 where id = $1', [tenant.ticketId, vera.id])
    const id = newId('imp')
    const sessionKey = `key-of-${id}`
    const inTransaction = (work: (ask: Ask) => Promise<unknown>) =>
      connectedTo(place().staff, async (ask) => {
        await ask('begin')
        await ask("select from app.enter($1, $2, '{}')", [sessionKey, vera.loginKey])
        await work(ask)
        await ask('commit')
      })
    await inTransaction((ask) =>
      ask(`select from app.start_impersonation($1, $2, $3, null, $4, 'HOW_TO', 'A reason of more than twenty characters.', 30)`, [
        id,
        sessionKey,
        tenant.id,
        tenant.ticketId,
      ]),
    )
    await inTransaction((ask) => ask(`select from app.extend_impersonation($1, 15, 'More time is needed.')`, [id]))
    await own("update app.impersonation_session set expires_at = started_at + interval '1 millisecond' where id = $1", [id])
    await jobs('select from app.end_overdue($1)', [id])
    expect((await eventsOf(id)).map(({ kind, seq, payload }) => [kind, seq, payload.minutes ?? payload.endReason ?? payload.mode])).toEqual(
      [
        ['session.started', 1, 'READ_ONLY'],
        ['session.extended', 2, 15],
        ['session.ended', 3, 'TIMEOUT'],
      ],
    )
  })

  it('comes of every new version of a configuration, numbered by tenant', async () => {
    const tenant = await aPlace(own)
    const add = (document: string) =>
      as('ADMIN', async (ask, me) => {
        await trail(ask)
        await ask(
          `insert into tenant_config (id, tenant_id, document, version, body, reason, changed_by, changed_at) values ($1, $2, $3, 1, '{}', 'As agreed.', $4, now())`,
          [newId('cfg'), tenant.id, document, me.id],
        )
      })
    await Promise.all(CONFIG_DOCUMENTS.map(add))
    const events = await eventsOf(tenant.id)
    expect(events.map(({ seq }) => seq)).toEqual(CONFIG_DOCUMENTS.map((_, n) => n + 1))
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['tenant.config_changed']))
  })

  it('is not told of what the owner of the database loads', async () => {
    const tenant = await aPlace(own)
    const vera = await anOperator('SUPPORT_L1', {}, own)
    const session = await aSession(vera, tenant.id, {}, own)
    await own("update ticket set status = 'CLOSED', closed_at = now() where id = $1", [tenant.ticketId])
    await own("update app.internal_user set role = 'SUPPORT_L2' where id = $1", [vera.id])
    for (const id of [tenant.ticketId, vera.id, session.id]) expect(await eventsOf(id)).toEqual([])
  })

  it('is written by nobody directly, and marked by nobody but the deliverer', async () => {
    const insert = `insert into app.outbox (event_id, entity, entity_id, seq, kind) values ('evt_x', 'ticket', 'tic_x', 1, 'ticket.opened')`
    for (const who of ['staff', 'tenantRw', 'jobs'] as const) {
      const by = (text: string) => codeOf(connectedTo(place()[who], (ask) => ask(text)))
      expect(await by(insert)).toBe('42501')
      expect(await by('update app.outbox set delivered_at = now()')).toBe('42501')
      expect(await by(`select app.publish('ticket.opened', 'ticket', 'tic_x', '{}')`)).toBe('42501')
    }
  })
})

describe('delivery', () => {
  it('puts each job once, however many deliver at once', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => anOperator('SUPPORT_L1', {}, own)))
    for (const { id } of people) await own(`select app.publish('role.changed', 'internal_user', $1, '{}')`, [id])
    await Promise.all([delivering(), delivering(), delivering(), delivering()])
    await delivering()
    const rows = await own<{ to: string; n: number }>(
      `select args ->> 'to' as to, count(*)::int as n from app.job where kind = 'notify' group by 1`,
    )
    const told = new Map(rows.map(({ to, n }) => [to, n]))
    expect(people.map(({ id }) => told.get(`person:${id}`))).toEqual(people.map(() => 1))
    expect(await own('select count(*)::int as n from app.outbox where delivered_at is null')).toEqual([{ n: 0 }])
  })

  it('told twice by a deliverer who died before its mark was seen, is one job', async () => {
    const vera = await anOperator('SUPPORT_L1', {}, own)
    await own(`select app.publish('role.changed', 'internal_user', $1, '{}')`, [vera.id])
    await delivering()
    await own('update app.outbox set delivered_at = null where entity_id = $1', [vera.id])
    await delivering()
    expect(await own(`select count(*)::int as n from app.job where args ->> 'to' = 'person:' || $1`, [vera.id])).toEqual([{ n: 1 }])
  })
})
