import { describe, expect, it } from 'vitest'
import { as, codeOf, owner } from './asking.ts'
import { aCase, aPlace, anOperator, aSession, aUser, eachTable, rowsSeen, withKeys } from './content.ts'

/** A session through the eyes of one tenant user, in a tenant where others have cases too. */
async function lookingAs(role: string, arrange: (tenantId: string, userId: string) => Promise<unknown> = () => Promise.resolve()) {
  const hugo = await anOperator('SUPPORT_L2')
  const place = await aPlace()
  const userId = await aUser(place.id, role)
  await arrange(place.id, userId)
  const { sessionKey } = await aSession(hugo, place.id, { seenAs: role, target: userId })
  const ask = <Row extends object>(text: string) =>
    as('portal_tenant_ro', async (query) => {
      await withKeys(query, sessionKey, hugo.loginKey)
      return query<Row>(text)
    })
  return { place, userId, ask, seen: () => rowsSeen('portal_tenant_ro', sessionKey, hugo.loginKey) }
}

describe('a session through the eyes of one user', () => {
  it('sees as an investigator no case that is nobody’s or somebody else’s, nor anything that hangs on it', async () => {
    const { seen } = await lookingAs('INVESTIGATOR')
    expect(await seen()).toEqual({ ...eachTable(0), tenant: 1, tenant_user: 2 })
  })

  it('sees as an investigator the case that is assigned to them, whole', async () => {
    let mine = ''
    const { seen, ask } = await lookingAs('INVESTIGATOR', async (tenantId, userId) => {
      mine = (await aCase(tenantId, { assignee: userId, author: userId })).caseId
    })
    expect(await seen()).toEqual({ ...eachTable(1), tenant_user: 2 })
    expect(
      await ask(
        'select id from "case" union select case_id from riu union select case_id from note union select case_id from participant union select case_id from investigation',
      ),
    ).toEqual([{ id: mine }])
  })

  it('sees as an investigator the case of which an investigation is theirs', async () => {
    let mine = ''
    const { seen, ask } = await lookingAs('INVESTIGATOR', async (tenantId, userId) => {
      mine = (await aCase(tenantId, { assignee: null, investigator: userId, author: userId })).caseId
    })
    expect(await seen()).toEqual({ ...eachTable(1), tenant_user: 2 })
    expect(await ask('select id from "case"')).toEqual([{ id: mine }])
  })

  it('sees no report that belongs to no case yet', async () => {
    const { place, ask, seen } = await lookingAs('INVESTIGATOR')
    await owner("update riu set status = 'NEW', case_id = null where tenant_id = $1", [place.id])
    expect((await seen()).riu).toBe(0)
    expect(await ask('select id from riu')).toEqual([])
  })

  it.each(['EMPLOYEE', 'MANAGER'])('sees as %s nobody but themselves, and no case of others', async (role) => {
    const { userId, ask, seen } = await lookingAs(role)
    expect(await seen()).toEqual({ ...eachTable(0), tenant: 1, tenant_user: 1 })
    expect(await ask('select id from tenant_user')).toEqual([{ id: userId }])
  })

  it.each(['COMPLIANCE_OFFICER', 'TENANT_ADMIN'])('sees as %s the whole tenant', async (role) => {
    const { seen } = await lookingAs(role)
    expect(await seen()).toEqual({ ...eachTable(1), tenant_user: 2 })
  })

  it.each(['"case"', 'investigation'])(
    'can never be led to another tenant by an assignment: a %s names users of its own tenant only',
    async (table) => {
      const [here, there] = [await aPlace(), await aPlace()]
      expect(await codeOf(owner(`update ${table} set assignee_id = $2 where tenant_id = $1`, [there.id, here.userId]))).toBe('23503')
    },
  )
})

describe('the register', () => {
  const register = ['tenant', 'tenant_domain', 'tenant_contact', 'tenant_phone', 'ticket', 'app.role_permission', 'audit.trail']
  const seen = (loginKey: string) =>
    as('portal_staff', async (ask) => {
      await withKeys(ask, '', loginKey)
      const counts = await ask<Record<string, number>>(
        `select ${register.map((table) => `(select count(*)::int from ${table}) as "${table}"`).join(', ')},
           (select count(id)::int from app.internal_user) as people, (select count(id)::int from app.login_session) as sign_ins,
           (select count(id)::int from app.impersonation_session) as sessions`,
      )
      return counts[0] ?? {}
    })

  it('shows a batch that did not enter not one row', async () => {
    await aPlace()
    expect(Object.values(await seen('')).filter((count) => count !== 0)).toEqual([])
    expect(Object.values(await seen('nobody’s key')).filter((count) => count !== 0)).toEqual([])
  })

  it('shows somebody who is deactivated not one row, although they have a sign-in', async () => {
    const gita = await anOperator('SUPPORT_L2', { status: 'DEACTIVATED' })
    expect(Object.values(await seen(gita.loginKey)).filter((count) => count !== 0)).toEqual([])
  })

  it.each(['SUPPORT_L2', 'ADMIN'] as const)(
    'shows somebody held, of %s, their own sign-ins and not one row of the register',
    async (role) => {
      await aPlace()
      const kurt = await anOperator(role, { status: 'HELD', lead: true })
      const shown = Object.entries(await seen(kurt.loginKey)).filter(([, count]) => count !== 0)
      expect(shown).toEqual([['sign_ins', 1]])
    },
  )

  it('shows staff who are signed in tenants and people, and of sign-ins only their own', async () => {
    const nils = await anOperator('HOTLINE_OPS')
    await anOperator('HOTLINE_OPS')
    const { id } = await aPlace()
    await aSession(await anOperator('SUPPORT_L3'), id)
    const rows = await seen(nils.loginKey)
    expect(rows.tenant).toBeGreaterThan(0)
    expect(rows.people).toBeGreaterThan(1)
    expect(rows).toMatchObject({ sign_ins: 1, sessions: 0, 'audit.trail': 0 })
  })
})
