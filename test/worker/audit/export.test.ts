import { describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { hire, portalAs, trailOf } from '#test/world.ts'
import { csvOf } from '#worker/audit/rules/csv.ts'
import { acted } from './acts.ts'

describe('the trail as a file', () => {
  it('holds what the filters show, named after its days, and is recorded', async () => {
    const [hugo, tenant, other] = [await hire('hugo'), await aTenant(), await aTenant()]
    await acted([
      { operatorId: hugo.id, tenantId: tenant.id, reason: 'Said "why", in\ntwo lines.' },
      { operatorId: hugo.id, tenantId: tenant.id, outcome: 'refused' },
      { operatorId: hugo.id, tenantId: other.id },
    ])
    const { person, browser } = await portalAs('lena')
    const response = await browser.get(`/audit.csv?tenant=${tenant.id}&from=2026-01-01&to=2099-12-31&older=1.1.tenant%3Ax`)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="trail-2026-01-01-to-2099-12-31.csv"')
    expect(response.headers.get('Cache-Control')).toContain('no-store')
    const text = await response.text()
    expect(text.match(/\r\n/g)).toHaveLength(3)
    expect(text).toContain('"Said ""why"", in\ntwo lines."')
    expect(text).not.toContain(other.id)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      act: 'trail:export',
      outcome: 'read',
      facts: { acts: 2, tenant: tenant.id, from: '2026-01-01', to: '2099-12-31' },
    })
  })

  it('holds no address of a person: what is masked is not exported', async () => {
    const { person, browser } = await portalAs('ada')
    await browser.get('/audit')
    const text = await (await browser.get(`/audit.csv?operator=${person.id}`)).text()
    expect(text).toContain(`operator:${person.id}`)
    expect(text).not.toMatch(/203\.0\.113|"ip"/)
  })

  it('stops at 1 000 rows', async () => {
    const [hugo, tenant] = [await hire('hugo'), await aTenant()]
    await acted(Array.from({ length: 1_003 }, () => ({ operatorId: hugo.id, tenantId: tenant.id })))
    const { browser } = await portalAs('lena')
    const text = await (await browser.get(`/audit.csv?tenant=${tenant.id}`)).text()
    expect(text.match(/\r\n/g)).toHaveLength(1_001)
  }, 30_000)

  it.each(['vera', 'imke', 'rosa', 'omar'] as const)('is refused to %s, and that is recorded', async (name) => {
    const { person, browser } = await portalAs(name)
    expect((await browser.get('/audit.csv')).status).toBe(403)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'door:refused', entity_ids: ['GET /audit.csv'] })
  })

  it('holds no formula, also where it comes from the trail', async () => {
    const [hugo, tenant] = [await hire('hugo'), await aTenant({ name: '=HYPERLINK("https://evil.example")' })]
    await acted([{ operatorId: hugo.id, tenantId: tenant.id, reason: '@SUM(1)', sentence: '\t=cmd|x' }])
    const text = await (await (await portalAs('lena')).browser.get(`/audit.csv?tenant=${tenant.id}`)).text()
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(text).toContain(`"'@SUM(1)"`)
    expect(text).toContain(`"'\t=cmd|x"`)
  })

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\r=x', ' =1', '\u202E=1', '＝1', '\uFEFF@x'])('makes text of %j', (cell) => {
    expect(csvOf([[cell]])).toBe(`\uFEFF"'${cell}"\r\n`)
  })

  it.each([
    ['plain', '"plain"'],
    ['a "b", c', '"a ""b"", c"'],
    ['2026-11-20', '"2026-11-20"'],
    [null, ''],
    [-3, '-3'],
  ] as const)('leaves %j as it is', (cell, text) => {
    expect(csvOf([[cell]])).toBe(`\uFEFF${text}\r\n`)
  })
})
