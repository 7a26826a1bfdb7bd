import { describe, expect, it } from 'vitest'
import { aUser } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { Program } from '../api/program.ts'
import { aRequest } from '../impersonation/asked.ts'
import { aDelicateCase, tokenOf, userOf, visited } from './facts.ts'

const FEED = '/api/v1/tenant/sessions'

type Records = { type: string; count: number; ids: string[] }
type Item = { id: string; acts: number; records: Records[] } & Record<string, unknown>
const itemsOf = ({ body }: { body: Record<string, unknown> }) => body.items as Item[]

describe('a customer', () => {
  it('sees at once who was inside: the role, what for, and which records, and nobody’s name', async () => {
    const { browser, person, admin, tenant, ticket, sessionId } = await visited()
    const { delicate, other } = await aDelicateCase(tenant.id, (await aUser(tenant.id)).id)
    await browser.get('/workspace/cases')
    await browser.get(`/workspace/cases/${other.id}`)

    const said = await admin.program.get(FEED)

    expect(said.status).toBe(200)
    expect(said.body.policy).toBe('open')
    const [session] = itemsOf(said)
    expect(session).toMatchObject({
      ...{ id: sessionId, isOpen: true, endedAt: null, operatorRole: 'SUPPORT_L1', approverRole: null, mode: 'READ_ONLY' },
      ...{ category: 'TROUBLESHOOTING', ticket: ticket.number, seenAs: 'INVESTIGATOR', acts: 2 },
    })
    expect(session?.records).toEqual([{ type: 'case', count: 2, ids: [delicate.id, other.id].toSorted() }])
    const text = JSON.stringify(said.body)
    for (const personal of [person.id, person.name, 'customer cannot find', '203.0.113']) expect(text).not.toContain(personal)
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({
      ...{ act: 'customer:read', outcome: 'read', operator_id: admin.id, entity_ids: [sessionId], ip: '203.0.113.8' },
    })
  })

  it('sees in which role somebody approved it', async () => {
    const { admin, person, tenant, sessionId } = await visited()
    const approver = await hire('ada')
    const id = await aRequest(person.id, tenant.id, {
      approver_id: approver.id,
      approver_role: 'ADMIN',
      approved_at: new Date().toISOString(),
    })
    await owner('update app.impersonation_session set approval_id = $2 where id = $1', [sessionId, id])
    expect(itemsOf(await admin.program.get(FEED))[0]).toMatchObject({ approverRole: 'ADMIN' })
  })

  it('sees nothing of a case they are a party of, and no number tells that it is missing', async () => {
    const { browser, admin, tenant } = await visited()
    const { delicate, report, other } = await aDelicateCase(tenant.id, admin.id)
    const colleague = await userOf(tenant.id, 'COMPLIANCE_OFFICER')
    await browser.get('/workspace/cases')
    await browser.get(`/workspace/cases/${delicate.id}`)
    await browser.get(`/workspace/reports/${report.id}`)
    await browser.get(`/workspace/cases/${other.id}`)

    const [theirs] = itemsOf(await admin.program.get(FEED))
    expect(theirs).toMatchObject({ acts: 2, records: [{ type: 'case', count: 1, ids: [other.id] }] })
    const [whole] = itemsOf(await colleague.program.get(FEED))
    expect(whole?.acts).toBe(4)
    expect(whole?.records.find(({ type }) => type === 'case')).toEqual({ type: 'case', count: 2, ids: [delicate.id, other.id].toSorted() })
    expect(JSON.stringify(whole?.records)).toContain(report.id)
  })

  it('pages from one session to the next, and misses none', async () => {
    const { admin, tenant, sessionId } = await visited()
    await owner('update app.impersonation_session set ended_at = now(), end_reason = $2 where id = $1', [sessionId, 'MANUAL'])
    const { person } = await inside('hugo')
    await owner(
      `insert into app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, seen_as, category, reason, ticket_id, started_at, expires_at, ended_at, end_reason)
       select 'imp_' || lpad(n::text, 20, '0'), sha256(convert_to($1 || n, 'UTF8')), operator_id, login_session_id, 'SUPPORT_L2', $1, 'INVESTIGATOR', 'HOW_TO', reason, ticket_id,
              now() - n * interval '1 day', now() - n * interval '1 day' + interval '30 minutes', now() - n * interval '1 day' + interval '5 minutes', 'MANUAL'
       from app.impersonation_session, generate_series(1, 4) n where operator_id = $2`,
      [tenant.id, person.id],
    )
    const first = await admin.program.get(`${FEED}?limit=2`)
    const second = await admin.program.get(`${FEED}?limit=2&cursor=${first.body.next}`)
    const third = await admin.program.get(`${FEED}?limit=2&cursor=${second.body.next}`)
    const ids = [first, second, third].flatMap((each) => itemsOf(each).map(({ id }) => id))
    expect(ids).toHaveLength(5)
    expect(ids[0]).toBe(sessionId)
    expect(new Set(ids).size).toBe(5)
    expect(third.body.next).toBeUndefined()
  })

  it('sees nothing of another tenant', async () => {
    const { sessionId } = await inside('hugo')
    const { admin } = await visited()
    const text = JSON.stringify((await admin.program.get(FEED)).body)
    expect(text).not.toContain(sessionId)
  })
})

describe('nobody sees it', () => {
  it.each(['EMPLOYEE', 'INVESTIGATOR'] as const)('in the role %s', async (role) => {
    const { tenant } = await visited()
    const { program } = await userOf(tenant.id, role)
    expect((await program.get(FEED)).body).toMatchObject({ status: 403, code: 'NOT_PERMITTED' })
  })

  it.each([
    ['whom the database knows in a lower role', { role: 'INVESTIGATOR' }],
    ['who was deactivated', { status: 'DEACTIVATED' }],
  ])('%s, whatever the product says', async (_, row) => {
    const { tenant } = await visited()
    const user = await aUser(tenant.id, { role: 'TENANT_ADMIN', ...row })
    const program = new Program(await tokenOf(tenant.id, user.id, 'TENANT_ADMIN'))
    expect((await program.get(FEED)).body).toMatchObject({ status: 403, code: 'NOT_PERMITTED' })
  })

  it('who is another tenant’s user, or nobody’s', async () => {
    const { tenant } = await visited()
    const elsewhere = await visited()
    for (const userId of [elsewhere.admin.id, newId('usr')]) {
      const program = new Program(await tokenOf(tenant.id, userId, 'TENANT_ADMIN'))
      for (const path of [FEED, '/api/v1/tenant/checkpoint', '/api/v1/tenant/links', '/api/v1/tenant/trail.ndjson'])
        expect((await program.get(path)).status).toBe(403)
    }
  })

  it('who asks far too often', async () => {
    const { tenant } = await visited()
    const { program } = await userOf(tenant.id, 'TENANT_ADMIN', { mayVisit: async (who) => !who.startsWith('reader:') })
    const said = await program.get(FEED)
    expect([said.status, said.body.code, said.headers.get('Retry-After')]).toEqual([429, 'TOO_MANY_REQUESTS', '60'])
  })
})
