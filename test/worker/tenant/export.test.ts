import { describe, expect, it } from 'vitest'
import { aCase, aReport, aUser, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, trailOf } from '#test/world.ts'
import { EXPORT_REASONS } from '#worker/tenant/policy.ts'
import { actorFor, Program } from '../api/program.ts'
import { exporting } from '../impersonation/asked.ts'

const CLOSED = { status: 'CLOSED', outcome: 'SUBSTANTIATED', closed_at: minutesAgo(1) }

const actsOf = async (tenantId: string) =>
  (await trailOf(`tenant:${tenantId}`)).filter(({ act }) => act.endsWith(':export') || act === 'file:seal')

const hashOf = async (bytes: BufferSource) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

describe('an export', () => {
  it('is a file that says at each row from which session it is, and the trail has its ids and its hash', async () => {
    const { browser, tenant, sessionId } = await exporting()
    const user = await aUser(tenant.id)
    const [first, second] = [await aCase(tenant.id, { assignee_id: user.id }), await aCase(tenant.id, CLOSED)]

    const answer = await browser.get('/workspace/cases/export')

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="cases-${sessionId}.csv"`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const [head, ...lines] = new TextDecoder().decode(bytes).trimEnd().split('\r\n')
    expect(head).toBe(
      '"case","title","status","severity","priority","category","assigned to","reports","notes","opened","last change","session"',
    )
    expect(lines).toHaveLength(2)
    expect(lines.every((line) => line.endsWith(`"${sessionId}"`))).toBe(true)
    expect(lines.join()).toContain(user.name)

    const [reading, seal] = await actsOf(tenant.id)
    expect(reading).toMatchObject({ act: 'case:export', outcome: 'read', session_id: sessionId })
    expect(reading?.entity_ids.toSorted()).toEqual([first.id, second.id].toSorted())
    const sha256 = await hashOf(bytes)
    expect(seal).toMatchObject({ act: 'file:seal', facts: { file: `cases-${sessionId}.csv`, rows: 2, sha256 }, entity_ids: [sessionId] })
  })

  it('holds what the list is narrowed to', async () => {
    const { browser, tenant } = await exporting()
    await aCase(tenant.id)
    await aCase(tenant.id, { ...CLOSED, title: 'The closed one' })
    const text = await (await browser.get('/workspace/cases/export?status=CLOSED')).text()
    expect(text.trimEnd().split('\r\n')).toHaveLength(2)
    expect(text).toContain('The closed one')
  })

  it('makes text of what a spreadsheet would run', async () => {
    const { browser, tenant } = await exporting()
    await aCase(tenant.id, { title: '=HYPERLINK("https://evil.example","Open")' })
    expect(await (await browser.get('/workspace/cases/export')).text()).toContain(`"'=HYPERLINK(""https://evil.example"",""Open"")"`)
  })

  it('is refused where nobody approved it, says what would help, and tells of no case', async () => {
    const { browser, tenant } = await inside('imke')
    const found = await aCase(tenant.id)
    const answer = await browser.get('/workspace/cases/export')
    expect(answer.status).toBe(403)
    const text = await answer.text()
    expect(text).toContain('Nobody approved an export for this session.')
    expect(text).not.toContain(String(found.title))
    expect(await actsOf(tenant.id)).toEqual([])
  })

  it('is nobody’s without the permission, and offered to nobody else', async () => {
    const { browser } = await inside('hugo')
    expect((await browser.get('/workspace/cases/export')).status).toBe(403)
    for (const room of ['cases', 'reports', 'users']) {
      const page = await (await browser.get(`/workspace/${room}`)).text()
      expect(page).not.toContain(`/workspace/${room}/export`)
      expect(page).toMatch(/aria-disabled="true" aria-describedby="export-why"/)
      expect(page).toContain(EXPORT_REASONS.NOT_PERMITTED)
    }
  })

  it('stays in sight, blocked, with what has to be asked for first; once that is approved it leads to what is shown', async () => {
    const unasked = await inside('imke')
    const there = await exporting()
    for (const path of ['/workspace/cases?status=OPEN', '/workspace/reports?type=WEB', '/workspace/users?role=MANAGER']) {
      const blocked = await (await unasked.browser.get(path)).text()
      expect(blocked).toContain(EXPORT_REASONS.NOT_APPROVED)
      expect(blocked).not.toContain('/export')
      const open = await (await there.browser.get(path)).text()
      expect(open).toContain(`href="${path.replace('?', '/export?')}"`)
      expect(open).not.toContain('export-why')
    }
  })

  it('of reports holds no word of what was reported; of users what the reader sees of them', async () => {
    const { browser, tenant, sessionId } = await exporting()
    const user = await aUser(tenant.id, { name: 'Ignatius Canary' })
    const report = await aReport(tenant.id, null)
    const reports = await (await browser.get('/workspace/reports/export')).text()
    expect(reports).toContain(`"R-${report.number}"`)
    expect(reports).not.toContain('Canary')
    const users = await browser.get('/workspace/users/export')
    expect(users.headers.get('content-disposition')).toBe(`attachment; filename="users-${sessionId}.csv"`)
    expect(await users.text()).toContain(`"${user.id}","Ignatius Canary"`)
    expect((await actsOf(tenant.id)).map(({ act, entity_ids }) => [act, ...entity_ids])).toEqual([
      ['riu:export', report.id],
      ['file:seal', sessionId],
      ['tenant_user:export', user.id],
      ['file:seal', sessionId],
    ])
  })

  it('is given to a program as the text whose hash the trail holds, and refused with a code', async () => {
    const there = await exporting()
    await aCase(there.tenant.id, CLOSED)
    await aCase(there.tenant.id)
    const program = new Program(await actorFor(there))
    const { status, body } = await program.get('/api/v1/workspace/cases/export?status=CLOSED')
    const text = new TextEncoder().encode(String(body.text))
    expect([status, body.rows, body.sessionId]).toEqual([200, 1, there.sessionId])
    expect(body.sha256).toBe(await hashOf(text))
    expect((await actsOf(there.tenant.id)).at(-1)).toMatchObject({ act: 'file:seal', facts: { sha256: body.sha256 } })
    const unasked = new Program(await actorFor(await inside('imke')))
    for (const room of ['cases', 'reports', 'users'])
      expect(await unasked.get(`/api/v1/workspace/${room}/export`)).toMatchObject({ status: 403, body: { code: 'EXPORT_NOT_APPROVED' } })
  })

  it('dies with its session: the same address opens nothing afterwards', async () => {
    const { browser, tenant, sessionId } = await exporting()
    await aCase(tenant.id)
    expect((await browser.get('/workspace/cases/export')).status).toBe(200)
    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", [sessionId])
    const after = await browser.get('/workspace/cases/export')
    expect(after.status).toBe(401)
    expect(await after.text()).not.toContain('"case","title"')
    expect(await actsOf(tenant.id)).toHaveLength(2)
    expect(await owner('select reasons from app.session_review where session_id = $1', [sessionId])).toMatchObject([
      { reasons: ['export'] },
    ])
  })

  it('stops at a thousand rows', async () => {
    const { browser, tenant, sessionId } = await exporting('ada')
    await owner(
      `insert into "case" (id, tenant_id, number, title, status, priority, severity, category, created_at, updated_at)
       select 'case_' || lpad(upper(to_hex(g)), 20, '0') || $2, $1, 100000 + g, 'One of many', 'OPEN', 2, 'LOW', 'THEFT', now(), now() from generate_series(1, 1001) g`,
      [tenant.id, tenant.id.slice(-5)],
    )
    const text = await (await browser.get('/workspace/cases/export')).text()
    expect(text.trimEnd().split('\r\n')).toHaveLength(1001)
    expect((await actsOf(tenant.id)).at(-1)).toMatchObject({ facts: { rows: 1000 }, session_id: sessionId })
  })
})
