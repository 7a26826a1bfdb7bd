import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { as, codeOf, owner } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { connectedTo } from './readers.ts'
import { scratchPlace } from './scratch.ts'

const enter = "select from app.enter('', $1, $2::jsonb, $3, $4)"
const provedAgo = (loginId: string, ago: string) =>
  owner('update app.login_session set proved_at = now() - $2::interval where id = $1', [loginId, ago])

describe('an act that asks for a fresh sign-in', () => {
  const asked = async (loginKey: string, context: object) => {
    const key = newId('key')
    const code = await as('portal_staff', (ask) => codeOf(ask(enter, [loginKey, JSON.stringify(context), key, 'a question'])))
    return code ?? 'let in'
  }

  it('is let in within fifteen minutes of the proof, and not after, by the clock of the database', async () => {
    const vera = await anOperator('ADMIN')
    await provedAgo(vera.loginId, '14 minutes 50 seconds')
    expect(await asked(vera.loginKey, { fresh: true })).toBe('let in')
    await provedAgo(vera.loginId, '15 minutes')
    expect(await asked(vera.loginKey, { fresh: true })).toBe('IM428')
    for (const context of [{}, { fresh: false }, { fresh: null }]) expect(await asked(vera.loginKey, context)).toBe('let in')
  })

  it('keeps no key of what it refused, so that the same form can be sent again', async () => {
    const vera = await anOperator('ADMIN')
    await provedAgo(vera.loginId, '16 minutes')
    const key = newId('key')
    const send = () =>
      as('portal_staff', async (ask) => {
        const code = await codeOf(ask(enter, [vera.loginKey, '{"fresh":true}', key, 'a question']))
        await ask('commit')
        return code
      })
    expect(await send()).toBe('IM428')
    expect(await owner('select 1 from app.answer where operator_id = $1', [vera.id])).toEqual([])
    await provedAgo(vera.loginId, '0 minutes')
    expect(await send()).toBeUndefined()
  })

  it('lets nobody change when they were proved, but the function that the directory’s answer calls', async () => {
    const vera = await anOperator('ADMIN')
    for (const duty of ['portal_staff', 'portal_jobs', 'portal_tenant_ro', 'portal_tenant_rw'] as const)
      expect(await as(duty, (ask) => codeOf(ask('update app.login_session set proved_at = now() where id = $1', [vera.loginId])))).toBe(
        '42501',
      )
    expect(await as('portal_jobs', (ask) => codeOf(ask("select app.prove_sign_in($1, $2, '{}')", [vera.loginKey, vera.id])))).toBe('42501')
  })
})

describe('proving a sign-in again', () => {
  const prove = (loginKey: string, directoryId: string) =>
    as('portal_staff', async (ask) => {
      const [row] = await ask<{ proved: boolean }>("select app.prove_sign_in($1, $2, '{}') as proved", [loginKey, directoryId])
      await ask('commit')
      return row?.proved
    })
  const age = async (loginId: string) =>
    (
      await owner<{ age: number }>('select extract(epoch from now() - proved_at)::int as age from app.login_session where id = $1', [
        loginId,
      ])
    )[0]?.age

  it('makes it fresh for the person it belongs to, with a trace', async () => {
    const vera = await anOperator('ADMIN')
    await provedAgo(vera.loginId, '1 hour')
    expect(await prove(vera.loginKey, vera.id)).toBe(true)
    expect(await age(vera.loginId)).toBeLessThan(30)
    expect(await owner('select act, outcome, entity_ids from audit.trail where chain = $1', [`operator:${vera.id}`])).toEqual([
      { act: 'sign_in:prove', outcome: 'done', entity_ids: [vera.loginId] },
    ])
  })

  it.each([
    ['somebody else came back', 'select 1'],
    ['the sign-in was revoked', 'update app.login_session set revoked_at = now() where id = $1'],
    ['it ran out', "update app.login_session set expires_at = now() - interval '1 s' where id = $1"],
    ['it was idle for an hour', "update app.login_session set seen_at = now() - interval '61 min' where id = $1"],
    [
      'the person was deactivated',
      "update app.internal_user set status = 'DEACTIVATED' where id = (select operator_id from app.login_session where id = $1)",
    ],
  ])('does nothing when %s', async (what, move) => {
    const [vera, hugo] = [await anOperator('ADMIN'), await anOperator('SUPPORT_L1')]
    await provedAgo(vera.loginId, '1 hour')
    if (move !== 'select 1') await owner(move, [vera.loginId])
    expect(await prove(vera.loginKey, what.startsWith('somebody') ? hugo.id : vera.id)).toBe(false)
    expect(await age(vera.loginId)).toBeGreaterThan(3000)
    expect(await owner("select 1 from audit.trail where act = 'sign_in:prove' and operator_id = any($1)", [[vera.id, hugo.id]])).toEqual([])
  })
})

describe('somebody who is held', () => {
  it('may do nothing, whatever their role, and leads nobody', async () => {
    const lena = await anOperator('ADMIN', { lead: true, status: 'HELD' })
    await as('portal_staff', async (ask) => {
      await ask(enter, [lena.loginKey, '{}', null, null])
      const permissions = await owner<{ permission: string }>('select distinct permission from app.role_permission')
      const may = await ask('select p from unnest($1::text[]) p where app.may(p)', [permissions.map(({ permission }) => permission)])
      expect(may).toEqual([])
      expect(await ask('select app.led_role() as led, app.current_operator() as operator, app.asker() as asker')).toEqual([
        { led: null, operator: null, asker: lena.id },
      ])
    })
  })

  it('starts no session and takes no ticket, although they are let in', async () => {
    const kurt = await anOperator('SUPPORT_L2', { status: 'HELD' })
    const place = await aPlace()
    await owner('update ticket set assignee_id = $2 where id = $1', [place.ticketId, kurt.id])
    await as('portal_staff', async (ask) => {
      await ask(enter, [kurt.loginKey, '{}', null, null])
      // What one says of oneself is written down for the held, too; a change needs more than a trace.
      await ask(
        "insert into audit.trail (act, sentence, outcome, entity_type, entity_ids) values ('ticket:take', 'x', 'done', 'ticket', '{}')",
      )
      expect(
        await ask('update ticket set assignee_id = $1, updated_at = now() where id = $2 returning id', [kurt.id, place.ticketId]),
      ).toEqual([])
      const start = ask(
        "select * from app.start_impersonation('imp_x', 'k', $1, null, $2, 'TROUBLESHOOTING', 'a reason that is long enough', 30)",
        [place.id, place.ticketId],
      )
      expect(await codeOf(start)).toBe('IM400')
    })
  })
})

describe('holding by the portal itself', () => {
  const hold = (id: string, why = 'Asked for too much.') =>
    as('portal_jobs', async (ask) => {
      await ask("select from app.enter('', '', '{}')")
      const [row] = await ask<{ held: boolean }>('select app.hold_operator($1, $2) as held', [id, why])
      await ask('commit')
      return row?.held
    })

  it('ends sessions and sign-ins, says why, and is the same when done twice at once', async () => {
    const imke = await anOperator('SUPPORT_L3')
    const session = await aSession(imke, (await aPlace()).id)
    expect(await Promise.all([hold(imke.id), hold(imke.id), hold(imke.id)])).toEqual([true, true, true])
    expect(
      await owner('select status, held_reason, held_at is not null as since, version from app.internal_user where id = $1', [imke.id]),
    ).toEqual([{ status: 'HELD', held_reason: 'Asked for too much.', since: true, version: 2 }])
    expect(await owner('select end_reason from app.impersonation_session where id = $1', [session.id])).toEqual([
      { end_reason: 'FORCE_LOGOUT' },
    ])
    expect(await owner('select revoked_at is not null as revoked from app.login_session where id = $1', [imke.loginId])).toEqual([
      { revoked: true },
    ])
    expect(
      await owner("select act, operator_id, reason from audit.trail where act = 'person:hold' and entity_ids = $1", [[imke.id]]),
    ).toEqual([{ act: 'person:hold', operator_id: 'system', reason: 'Asked for too much.' }])
  })

  it('leaves those who are gone as they are, and says so', async () => {
    const gita = await anOperator('SUPPORT_L1', { status: 'DEACTIVATED' })
    expect([await hold(gita.id), await hold('ops_nobody')]).toEqual([false, false])
    expect(await owner('select status from app.internal_user where id = $1', [gita.id])).toEqual([{ status: 'DEACTIVATED' }])
  })

  it('is no staff login’s to do', async () => {
    const ada = await anOperator('ADMIN')
    expect(await as('portal_staff', (ask) => codeOf(ask("select app.hold_operator($1, 'x')", [ada.id])))).toBe('42501')
  })

  it('and their sign-ins end again when they are released', async () => {
    const kurt = await anOperator('SUPPORT_L2', { status: 'HELD' })
    await owner("update app.internal_user set status = 'ACTIVE' where id = $1", [kurt.id])
    expect(await owner('select revoked_at is not null as revoked from app.login_session where id = $1', [kurt.loginId])).toEqual([
      { revoked: true },
    ])
  })
})

describe('the last administrator', () => {
  const place = scratchPlace()

  it('is held too, and the trail says who it was', async () => {
    await connectedTo(place().owner, async (own) => {
      const ada = await anOperator('ADMIN', {}, own)
      await connectedTo(place().jobs, async (ask) => {
        await ask('begin')
        await ask("select from app.enter('', '', '{}')")
        await ask("select app.hold_operator($1, 'Asked for too much.')", [ada.id])
        await ask('commit')
      })
      const [row] = await own<{ sentence: string; facts: object }>("select sentence, facts from audit.trail where act = 'person:hold'")
      expect(row?.sentence).toContain('the last active administrator')
      expect(row?.facts).toMatchObject({ lastAdministrator: true })
      expect(await own('select status from app.internal_user where id = $1', [ada.id])).toEqual([{ status: 'HELD' }])
    })
  })
})
