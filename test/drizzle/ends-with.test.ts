import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { type Ask, as, codeOf, owner } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { connectedTo, reading, readUntilOver } from './readers.ts'
import { type Place, scratchPlace, shared } from './scratch.ts'

/** Imke in a tenant of her own, on a ticket of it. */
async function imkeInside(own: Ask = owner) {
  const imke = await anOperator('SUPPORT_L3', {}, own)
  const place = await aPlace(own)
  const session = await aSession(imke, place.id, {}, own)
  await own('update app.impersonation_session set ticket_id = $2 where id = $1', [session.id, place.ticketId])
  return { imke, place, session, ids: { tenant: place.id, ticket: place.ticketId, person: imke.id } }
}
const ended = async (id: string, own: Ask = owner) =>
  (await own<{ end_reason: string | null }>('select end_reason from app.impersonation_session where id = $1', [id]))[0]?.end_reason
const endsOf = (id: string, own: Ask = owner) =>
  own<{ operator_id: string; act: string; sentence: string }>(
    "select operator_id, act, sentence from audit.trail where session_id = $1 and act <> 'case:list' order by seq",
    [id],
  )

const changes: [string, string, 'tenant' | 'ticket' | 'person', string][] = [
  ['the tenant is suspended', "update tenant set status = 'SUSPENDED' where id = $1", 'tenant', 'POLICY_CHANGED'],
  ['the tenant leaves', "update tenant set status = 'CHURNED' where id = $1", 'tenant', 'POLICY_CHANGED'],
  ['the tenant wants to approve each access', "update tenant set access_policy = 'approve' where id = $1", 'tenant', 'POLICY_CHANGED'],
  ['the tenant closes its data', "update tenant set access_policy = 'closed' where id = $1", 'tenant', 'POLICY_CHANGED'],
  ['the ticket is closed', "update ticket set status = 'CLOSED', closed_at = now() where id = $1", 'ticket', 'TICKET_CLOSED'],
  ['the operator is deactivated', "update app.internal_user set status = 'DEACTIVATED' where id = $1", 'person', 'FORCE_LOGOUT'],
  ['the operator is held', "update app.internal_user set status = 'HELD' where id = $1", 'person', 'FORCE_LOGOUT'],
  ['the operator gets another role', "update app.internal_user set role = 'SUPPORT_L1' where id = $1", 'person', 'FORCE_LOGOUT'],
]
const harmless: [string, string, 'tenant' | 'ticket' | 'person'][] = [
  ['the tenant wants to be notified', "update tenant set access_policy = 'notify' where id = $1", 'tenant'],
  ['the tenant changes its plan', "update tenant set plan = 'ENTERPRISE' where id = $1", 'tenant'],
  ['the ticket waits for the customer', "update ticket set status = 'PENDING' where id = $1", 'ticket'],
  ['the operator signs in elsewhere', 'update app.internal_user set last_login_at = now() where id = $1', 'person'],
]

describe('a session ends with what it rests on', () => {
  it.each(changes)('when %s', async (_, change, whose, why) => {
    const { session, ids } = await imkeInside()
    const other = await imkeInside()
    await owner(change, [ids[whose]])
    expect(await ended(session.id)).toBe(why)
    expect(await endsOf(session.id)).toMatchObject([{ operator_id: 'system', act: 'impersonation:end' }])
    expect(await ended(other.session.id)).toBeNull()
    await owner(change, [ids[whose]])
    expect(await endsOf(session.id)).toHaveLength(1)
  })

  it.each(harmless)('but not when %s', async (_, change, whose) => {
    const { session, ids } = await imkeInside()
    await owner(change, [ids[whose]])
    expect(await ended(session.id)).toBeNull()
  })

  it('when its tenant is deleted, and the evidence stays', async () => {
    const { session } = await imkeInside()
    const id = newId('ten')
    await owner(
      `insert into tenant (id, slug, name, status, region, plan, industry, employees, locales, access_policy, created_at)
       values ($1, lower($1), 'Soon gone', 'ACTIVE', 'EU', 'PROFESSIONAL', 'RETAIL', 10, '{en}', 'open', now())`,
      [id],
    )
    await owner('update app.impersonation_session set tenant_id = $2 where id = $1', [session.id, id])
    await owner('delete from tenant where id = $1', [id])
    expect(await ended(session.id)).toBe('POLICY_CHANGED')
    expect(await owner('select act from audit.trail where chain = $1', [`tenant:${id}`])).toEqual([{ act: 'impersonation:end' }])
  })

  it('and the sign-ins of a person whose role or status changes are revoked, with their trace', async () => {
    const { imke } = await imkeInside()
    await owner("update app.internal_user set role = 'SUPPORT_L2' where id = $1", [imke.id])
    expect(await owner('select revoked_at is not null as revoked from app.login_session where id = $1', [imke.loginId])).toEqual([
      { revoked: true },
    ])
    const rows = await owner("select operator_id from audit.trail where act = 'sign_in:revoke' and $1 = any(entity_ids)", [imke.loginId])
    expect(rows).toEqual([{ operator_id: 'system' }])
  })
})

describe('who changed it', () => {
  const place = scratchPlace((own) => own('grant update (status, closed_at) on public.ticket to portal_staff'))

  it('stands in the trail as the actor, and the change is asked for a trace of its own', () =>
    connectedTo(place().owner, async (own) => {
      const { session, ids } = await imkeInside(own)
      const hugo = await anOperator('SUPPORT_L2', {}, own)
      const close = "update ticket set status = 'CLOSED', closed_at = now() where id = $1"
      const trace =
        "insert into audit.trail (act, sentence, outcome, tenant_id) select 'ticket:take', 'Closed a ticket.', 'done', tenant_id from changed"
      await connectedTo(place().staff, async (ask) => {
        await ask('begin')
        await ask("select from app.enter('', $1, '{}')", [hugo.loginKey])
        expect(await codeOf(ask(close, [ids.ticket]))).toBe('IM500')
        await ask('rollback')
        expect(await ended(session.id, own)).toBeNull()

        await ask('begin')
        await ask("select from app.enter('', $1, '{}')", [hugo.loginKey])
        await ask(`with changed as (${close} returning *), traced as (${trace}) select from changed`, [ids.ticket])
        await ask('commit')
      })
      expect(await endsOf(session.id, own)).toMatchObject([{ operator_id: hugo.id, act: 'impersonation:end' }])
    }))
})

describe('no deadlock', () => {
  it.each(changes)('while readings run in the session and %s', async (_, change, whose, why) => {
    const { imke, place, session, ids } = await imkeInside()
    const keys = { sessionKey: session.sessionKey, loginKey: imke.loginKey }
    const readers = Array.from({ length: 6 }, () => readUntilOver(shared.tenantRo, keys))
    await expect
      .poll(async () => Number((await owner('select count(*) from audit.trail where session_id = $1', [session.id]))[0]?.count), {
        interval: 10,
      })
      .toBeGreaterThan(6)
    // As withTrail does it: the change and its row in the tenant's chain in one statement.
    await connectedTo(shared.owner, async (ask) => {
      await ask("set lock_timeout = '2s'")
      await ask("select set_config('app.login_key', $1, false)", [(await anOperator('ADMIN')).loginKey])
      await ask(
        `with changed as (${change} returning id), traced as (
           insert into audit.trail (act, sentence, outcome, entity_ids, tenant_id)
           select 'ticket:take', 'Changed it.', 'done', array[id], $2 from changed) select from changed`,
        [ids[whose], place.id],
      )
    })
    const tallies = await Promise.all(readers)
    // A sign-in that is revoked in the same breath may be noticed before the end of the session that rests on it.
    expect(tallies.flatMap(({ other }) => other).filter((code) => !(whose === 'person' && code === 'IM400'))).toEqual([])
    expect(await ended(session.id)).toBe(why)
    const end = "(select max(e.seq) from audit.trail e where e.session_id = t.session_id and e.act = 'impersonation:end')"
    expect(await owner(`select act from audit.trail t where session_id = $1 and seq > ${end}`, [session.id])).toEqual([])
  })

  it('when the same operator starts again in the tenant that is being closed', async () => {
    for (let round = 0; round < 10; round++) {
      const { imke, place, session } = await imkeInside()
      const start = as('portal_staff', async (ask) => {
        await ask("select from app.enter('', $1, '{}')", [imke.loginKey])
        const [answer] = await ask<{ because: string | null }>(
          "select because from app.start_impersonation($1, $2, $3, null, $4, 'HOW_TO', 'The customer asked us to look again.', 30)",
          [newId('imp'), randomBytes(16).toString('hex'), place.id, place.ticketId],
        )
        await ask('commit')
        return answer?.because
      })
      const close = owner("update tenant set access_policy = 'closed' where id = $1", [place.id])
      const [because] = await Promise.all([start, close])
      expect(['ALREADY_IN_SESSION', 'TENANT_CLOSED']).toContain(because)
      expect(await ended(session.id)).toBe('POLICY_CHANGED')
    }
  })
})

/** A ticket is closed as withTrail does it and gets as far as the head of its tenant's chain; then a reading in a session that rests on
 *  it begins; then the head becomes free. What the two are told. */
async function closedWhileRead(place: Place) {
  return connectedTo(place.owner, async (own) => {
    const { imke, place: tenant, session, ids } = await imkeInside(own)
    await own('begin')
    await own("insert into audit.trail_head (chain, seq, hash) values ($1, 0, decode(repeat('00', 32), 'hex'))", [`tenant:${tenant.id}`])
    await own('commit')
    const pause = () => new Promise((resolve) => setTimeout(resolve, 150))
    return connectedTo(place.owner, (blocker) =>
      connectedTo(place.owner, (closer) =>
        connectedTo(place.tenantRo, async (reader) => {
          await blocker('begin')
          await blocker('select from audit.trail_head where chain = $1 for update', [`tenant:${tenant.id}`])
          await closer("select set_config('app.login_key', $1, false)", [imke.loginKey])
          const closing = codeOf(
            closer(
              `with changed as (update ticket set status = 'CLOSED', closed_at = now() where id = $1 returning id), traced as (
                 insert into audit.trail (act, sentence, outcome, entity_ids, tenant_id)
                 select 'ticket:take', 'Closed it.', 'done', array[id], $2 from changed) select from changed`,
              [ids.ticket, tenant.id],
            ),
          )
          await pause()
          await reader('begin')
          const read = codeOf(reading(reader, session.sessionKey, imke.loginKey))
          await pause()
          await blocker('commit')
          return [await closing, await read]
        }),
      ),
    )
  })
}

describe('a change that waits for the head of the chain while a reading begins', () => {
  it('holds the sessions already, so the reading waits its turn and is refused', async () => {
    expect(await closedWhileRead(shared)).toEqual([undefined, 'IM401'])
  })

  const careless = scratchPlace((own) => own('drop trigger hold_sessions on public.ticket'))
  it('control: where sessions are asked for only at the end, the two deadlock', async () => {
    expect(await closedWhileRead(careless())).toContain('40P01')
  })
})

describe('a kill of all', () => {
  const place = scratchPlace()

  it(
    'meets the minute sweep, other kills and sign-outs without a deadlock, and each session has one end',
    () =>
      connectedTo(place().owner, async (own) => {
        const ada = await anOperator('ADMIN', {}, own)
        const inOne = (url: string, ...statements: [string, unknown[]][]) =>
          connectedTo(url, async (ask) => {
            await ask('begin')
            for (const [text, params] of statements) await ask(text, params)
            await ask('commit')
          })
        const killAll = () =>
          inOne(
            place().staff,
            ["select from app.enter('', $1, '{}')", [ada.loginKey]],
            ["select from app.kill_sessions('all', '', 'Everybody out, this is a drill.')", []],
          )
        const sweep = () => inOne(place().jobs, ["select from app.enter('', '', '{}')", []], ['select from app.end_overdue()', []])
        const out = (loginKey: string) => inOne(place().staff, ["select from app.sign_out($1, '{}')", [loginKey]])
        for (let round = 0; round < 5; round++) {
          const there = []
          for (let each = 0; each < 6; each++) there.push(await imkeInside(own))
          await own(
            "update app.impersonation_session set started_at = now() - interval '2 h', expires_at = now() - interval '1 s' where id = any($1)",
            [there.slice(0, 3).map(({ session }) => session.id)],
          )
          await Promise.all([killAll(), sweep(), killAll(), sweep(), ...there.map(({ imke }) => out(imke.loginKey))])
          for (const { session } of there) expect(await endsOf(session.id, own)).toHaveLength(1)
        }
        const summaries = await own("select outcome from audit.trail where act = 'impersonation:kill' and session_id is null")
        expect(summaries).toEqual(Array(10).fill({ outcome: 'done' }))
      }),
    30_000,
  )

  it('is not for those without the permission, nor without a reason', () =>
    connectedTo(place().owner, async (own) => {
      const { session } = await imkeInside(own)
      const [hugo, ada] = [await anOperator('SUPPORT_L2', {}, own), await anOperator('ADMIN', {}, own)]
      const kill = (loginKey: string, reason: string) =>
        connectedTo(place().staff, async (ask) => {
          await ask('begin')
          await ask("select from app.enter('', $1, '{}')", [loginKey])
          return codeOf(ask("select from app.kill_sessions('all', '', $1)", [reason]))
        })
      expect(await kill(hugo.loginKey, 'I would like everybody out.')).toBe('42501')
      expect(await kill(ada.loginKey, ' ')).toBe('22023')
      expect(await ended(session.id, own)).toBeNull()
    }))
})

describe('who sees open sessions', () => {
  const seen = (loginKey: string, id: string) =>
    as('portal_staff', async (ask) => {
      await ask("select from app.enter('', $1, '{}')", [loginKey])
      return ask('select id from app.impersonation_session where id = $1', [id])
    })

  it('is whoever may end them, while they are open; nobody else, and not their trail', async () => {
    const { session, ids } = await imkeInside()
    const [killer, hugo] = [await anOperator('SUPPORT_L3'), await anOperator('SUPPORT_L2')]
    expect(await seen(killer.loginKey, session.id)).toEqual([{ id: session.id }])
    expect(await seen(hugo.loginKey, session.id)).toEqual([])
    await owner("update tenant set access_policy = 'closed' where id = $1", [ids.tenant])
    expect(await seen(killer.loginKey, session.id)).toEqual([])
  })
})
