import { beforeAll, describe, expect, it } from 'vitest'
import { as, codeOf, owner } from './asking.ts'
import { aPlace, anOperator, aSession, counted, eachTable, rowsSeen, withKeys } from './content.ts'

const nothing = eachTable(0)
const oneOfEach = eachTable(1)

/** Imke sits in her tenant; beside it lies another tenant with the same content. */
async function imkeInside(stay: Parameters<typeof aSession>[2] = {}) {
  const imke = await anOperator('SUPPORT_L3')
  const place = await aPlace()
  const session = await aSession(imke, place.id, stay)
  return { imke, place, session, seen: () => rowsSeen('portal_tenant_ro', session.sessionKey, imke.loginKey) }
}

beforeAll(async () => {
  await aPlace()
})

describe('tenant content', () => {
  it('shows no row to a batch that shows no key', async () => {
    expect(await rowsSeen('portal_tenant_ro', '', '')).toEqual(nothing)
    expect(await rowsSeen('portal_tenant_rw', '', '')).toEqual(nothing)
    expect(await as('portal_tenant_ro', counted)).toEqual(nothing) // a fresh connection, where the settings do not even exist
  })

  it('shows with a live session the rows of its tenant only, in every table', async () => {
    const { place, session, imke, seen } = await imkeInside()
    expect(await seen()).toEqual(oneOfEach)
    const tenants = await as('portal_tenant_ro', async (ask) => {
      await withKeys(ask, session.sessionKey, imke.loginKey)
      return ask(`select tenant_id as id from "case" union select tenant_id from tenant_user union select tenant_id from riu union select id from tenant
        union select tenant_id from investigation union select tenant_id from investigation_step union select tenant_id from note union select tenant_id from participant`)
    })
    expect(tenants).toEqual([{ id: place.id }])
  })

  it('is not opened by either key alone, by the session’s id, or by the key of another’s sign-in', async () => {
    const { session, imke } = await imkeInside()
    const hugo = await anOperator('SUPPORT_L2')
    expect(await rowsSeen('portal_tenant_ro', session.sessionKey, '')).toEqual(nothing)
    expect(await rowsSeen('portal_tenant_ro', '', imke.loginKey)).toEqual(nothing)
    expect(await rowsSeen('portal_tenant_ro', session.id, imke.loginKey)).toEqual(nothing)
    expect(await rowsSeen('portal_tenant_ro', session.sessionKey, hugo.loginKey)).toEqual(nothing)
    expect(await rowsSeen('portal_tenant_ro', imke.loginKey, session.sessionKey)).toEqual(nothing)
  })

  const moves: [string, string, 'session' | 'login' | 'person'][] = [
    [
      'its time is up',
      "update app.impersonation_session set started_at = now() - interval '2 h', expires_at = now() - interval '1 s' where id = $1",
      'session',
    ],
    ['it was ended', "update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", 'session'],
    [
      'ten minutes passed without a human act',
      "update app.impersonation_activity set last_act_at = now() - interval '10 min 1 s' where session_id = $1",
      'session',
    ],
    ['its clock of acts is gone', 'delete from app.impersonation_activity where session_id = $1', 'session'],
    ['the sign-in was revoked', 'update app.login_session set revoked_at = now() where id = $1', 'login'],
    ['the sign-in ran out', "update app.login_session set expires_at = now() - interval '1 s' where id = $1", 'login'],
    ['the sign-in was idle for an hour', "update app.login_session set seen_at = now() - interval '60 min 1 s' where id = $1", 'login'],
    ['Imke was deactivated', "update app.internal_user set status = 'DEACTIVATED' where id = $1", 'person'],
    ['Imke is held', "update app.internal_user set status = 'HELD' where id = $1", 'person'],
  ]
  it.each(moves)('vanishes when %s', async (_, move, whose) => {
    const { session, imke, seen } = await imkeInside()
    expect(await seen()).toEqual(oneOfEach)
    await owner(move, [{ session: session.id, login: imke.loginId, person: imke.id }[whose]])
    expect(await seen()).toEqual(nothing)
  })

  it('vanishes within an open transaction at the very moment the time is up', async () => {
    const { session, imke } = await imkeInside({ expires: '700 milliseconds' })
    await as('portal_tenant_ro', async (ask) => {
      await ask('set transaction isolation level repeatable read')
      await withKeys(ask, session.sessionKey, imke.loginKey)
      expect(await counted(ask)).toEqual(oneOfEach)
      await ask('select pg_sleep(0.8)')
      expect(await counted(ask)).toEqual(nothing)
    })
  })
})

describe('entering', () => {
  const enter = (duty: 'portal_tenant_ro' | 'portal_tenant_rw' | 'portal_staff', sessionKey: string, loginKey: string) =>
    as(duty, (ask) => codeOf(ask("select from app.enter($1, $2, '{}')", [sessionKey, loginKey])))

  it('lets a live session in, and a read-only one not through the writing login', async () => {
    const { session, imke } = await imkeInside()
    expect(await enter('portal_tenant_ro', session.sessionKey, imke.loginKey)).toBeUndefined()
    expect(await enter('portal_tenant_rw', session.sessionKey, imke.loginKey)).toBe('IM403')
    expect(await rowsSeen('portal_tenant_rw', session.sessionKey, imke.loginKey)).toEqual(nothing)
  })

  it('lets a read-write session through both', async () => {
    const { session, imke } = await imkeInside({ mode: 'READ_WRITE' })
    expect(await enter('portal_tenant_rw', session.sessionKey, imke.loginKey)).toBeUndefined()
    expect(await rowsSeen('portal_tenant_rw', session.sessionKey, imke.loginKey)).toEqual(oneOfEach)
    expect(await rowsSeen('portal_tenant_ro', session.sessionKey, imke.loginKey)).toEqual(oneOfEach)
  })

  it('is refused without a sign-in, without a session, after its end, and beside another sign-in', async () => {
    const { session, imke } = await imkeInside()
    const hugo = await anOperator('SUPPORT_L2')
    expect(await enter('portal_tenant_ro', session.sessionKey, '')).toBe('IM400')
    expect(await enter('portal_tenant_ro', '', imke.loginKey)).toBe('IM401')
    expect(await enter('portal_tenant_ro', 'no such key', imke.loginKey)).toBe('IM401')
    expect(await enter('portal_tenant_ro', session.sessionKey, hugo.loginKey)).toBe('IM402')
    expect(await enter('portal_staff', session.sessionKey, hugo.loginKey)).toBe('IM402')
    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'MANUAL' where id = $1", [session.id])
    expect(await enter('portal_tenant_ro', session.sessionKey, imke.loginKey)).toBe('IM401')
    expect(await enter('portal_staff', session.sessionKey, imke.loginKey)).toBeUndefined() // outside the tenant life goes on
  })
})
