import { describe, expect, it } from 'vitest'
import type { Browser } from '#test/driver.ts'
import { aCase, aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portalAs, signedIn, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { acted, actsOn } from './acts.ts'

const listOf = async (browser: Browser, query = '') => {
  const response = await browser.get(`/audit${query}`)
  expect(response.status).toBe(200)
  return response.text()
}
const timing = (response: Response) => response.headers.get('Server-Timing')?.match(/db;desc="([^"]+)"/)?.[1]

describe('the trail', () => {
  it.each([
    ['lena', 'hugo', true, 'a support lead reads all'],
    ['lena', 'omar', true, 'a support lead reads all, whatever the role'],
    ['ada', 'hugo', true, 'an administrator reads all'],
    ['rosa', 'paul', true, 'a lead reads those of her role'],
    ['rosa', 'hugo', false, 'a lead of another role reads none of support'],
    ['dana', 'omar', true, 'a lead of client success reads those of the role'],
    ['imke', 'hugo', false, 'a colleague reads none, whatever the level'],
    ['vera', 'hugo', false, 'nobody reads upwards'],
  ] as const)('%s, looking for the acts of %s: %s, %s', async (reader, operator, sees, _why) => {
    const person = await hire(operator)
    const [row] = await owner<{ role: string }>('select role from app.internal_user where id = $1', [person.id])
    await acted([{ operatorId: person.id, role: row?.role ?? null }])
    const { browser } = await portalAs(reader)
    const own = `operator:${person.id}/1`
    expect(actsOn(await listOf(browser, `?operator=${person.id}`)).includes(own)).toBe(sees)
    expect((await browser.get(`/audit/operator%3A${person.id}/1`)).status).toBe(sees ? 200 : 404)
  })

  it('is for everybody a list of their own acts, the latest first, under a name that says so', async () => {
    const { person, browser } = await portalAs('omar')
    await browser.get('/audit')
    const page = await listOf(browser)
    expect(page).toContain('<h1 tabindex="-1">Your acts</h1>')
    expect(actsOn(page)).toEqual([`operator:${person.id}/2`, `operator:${person.id}/1`])
    expect(page).not.toContain('Export as CSV')
    expect(await listOf((await portalAs('lena')).browser)).toContain('Export as CSV')
  })

  it('names the system and nobody where no person acted', async () => {
    const tenant = await aTenant()
    await acted([
      { operatorId: 'system', role: null, tenantId: tenant.id },
      { operatorId: 'nobody', role: null, tenantId: tenant.id },
    ])
    const page = await listOf((await portalAs('ada')).browser, `?tenant=${tenant.id}`)
    expect(page).toMatch(/data-label="Who">Nobody<[\s\S]*data-label="Who">System</)
    expect(page).toContain(tenant.name)
  })

  it('is narrowed by who, tenant, what, outcome, record and session, and each can be taken away again', async () => {
    const [hugo, paul, tenant, other] = [await hire('hugo'), await hire('paul'), await aTenant(), await aTenant()]
    const [record, session] = [newId('case'), newId('imp')]
    await acted([
      { operatorId: hugo.id, tenantId: tenant.id, ids: [newId('case'), record], sessionId: session },
      { operatorId: hugo.id, tenantId: tenant.id, outcome: 'refused', act: 'door:refused' },
      { operatorId: paul.id, tenantId: tenant.id, act: 'riu:read' },
      { operatorId: paul.id, tenantId: other.id },
    ])
    const { browser } = await portalAs('lena')
    const [slug] = await owner<{ slug: string }>('select slug from tenant where id = $1', [tenant.id])
    const found = async (query: Record<string, string>) => {
      const all = actsOn(await listOf(browser, `?${new URLSearchParams(query)}`))
      return all.map((each) => each.replace(`tenant:${tenant.id}/`, '#').replace(`tenant:${other.id}/`, 'other#'))
    }
    expect(await found({ tenant: tenant.id })).toEqual(['#3', '#2', '#1'])
    expect(await found({ tenant: slug?.slug.toUpperCase() ?? '' })).toEqual(['#3', '#2', '#1'])
    expect(await found({ tenant: tenant.id, operator: hugo.id })).toEqual(['#2', '#1'])
    expect(await found({ operator: paul.id })).toEqual(['other#1', '#3'])
    expect(await found({ tenant: tenant.id, act: 'riu:read' })).toEqual(['#3'])
    expect(await found({ tenant: tenant.id, outcome: 'refused' })).toEqual(['#2'])
    expect(await found({ entity: record })).toEqual(['#1'])
    expect(await found({ entity: record.slice(0, -1) })).toEqual([])
    expect(await found({ session })).toEqual(['#1'])
    expect(await found({ tenant: newId('ten') })).toEqual([])
    // What is no filter, or not of its shape, does not narrow and breaks nothing.
    expect(
      await found({ tenant: tenant.id, act: 'nothing:such', outcome: "'; drop", from: '2026-02-31', to: 'x', older: '1.2.x' }),
    ).toHaveLength(3)
    const page = await listOf(browser, `?tenant=${tenant.id}&outcome=refused&older=1.1.tenant%3Ax`)
    expect(page).toContain(`href="/audit?tenant=${tenant.id}" title="Remove the filter Outcome"`)
    expect(page).toContain(`href="/audit?outcome=refused" title="Remove the filter Tenant"`)
  })

  it('begins a week ago in the reader’s own days, and goes back as far as one asks', async () => {
    const { person, browser } = await portalAs('ada', { clock: () => new Date(Date.now() + 8 * 86_400_000) })
    await acted([{ operatorId: person.id, role: 'ADMIN' }])
    const first = `operator:${person.id}/1`
    expect(actsOn(await listOf(browser, `?operator=${person.id}`))).not.toContain(first)
    expect(actsOn(await listOf(browser, `?operator=${person.id}&from=`))).toContain(first)
    const day = (zone: string, days = 0) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(Date.now() + days * 86_400_000))
    const [zone] = await owner<{ zone: string }>('select zone from app.internal_user where id = $1', [person.id])
    const today = day(zone?.zone ?? 'UTC')
    expect(actsOn(await listOf(browser, `?operator=${person.id}&from=${today}&to=${today}`))).toContain(first)
    expect(actsOn(await listOf(browser, `?operator=${person.id}&from=&to=${day(zone?.zone ?? 'UTC', -1)}`))).not.toContain(first)
    expect(actsOn(await listOf(browser, `?operator=${person.id}&from=${day(zone?.zone ?? 'UTC', 1)}`))).not.toContain(first)
  })

  it('turns its pages without a gap or a repeat while rows arrive, there and back', async () => {
    const [hugo, tenant] = [await hire('hugo'), await aTenant()]
    await acted(Array.from({ length: 120 }, () => ({ operatorId: hugo.id, tenantId: tenant.id })))
    const { browser } = await portalAs('lena')
    const seen: string[] = []
    const linkOf = (page: string, id: string) => page.match(new RegExp(`id="pager-${id}" href="([^"]+)"`))?.[1]?.replaceAll('&amp;', '&')
    let address: string | undefined = `/audit?tenant=${tenant.id}`
    let last = ''
    for (let page = 0; address !== undefined && page < 9; page++) {
      last = await (await browser.get(address)).text()
      seen.push(...actsOn(last))
      await acted([{ operatorId: hugo.id, tenantId: tenant.id }])
      address = linkOf(last, 'older')
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => `tenant:${tenant.id}/${120 - i}`))
    const back = await (await browser.get(linkOf(last, 'newer') ?? '')).text()
    expect(actsOn(back)).toEqual(seen.slice(50, 100))
  })

  it('costs one round trip and the same statements for 10 and for 200 rows', async () => {
    const [hugo, tenant] = [await hire('hugo'), await aTenant()]
    const { browser } = await portalAs('lena')
    const costs: (string | undefined)[] = []
    for (const count of [10, 190]) {
      await acted(Array.from({ length: count }, () => ({ operatorId: hugo.id, tenantId: tenant.id })))
      for (const path of [`/audit?tenant=${tenant.id}`, `/audit.csv?tenant=${tenant.id}`, `/audit/tenant%3A${tenant.id}/5`])
        costs.push(timing(await browser.get(path)))
    }
    expect(costs.slice(0, 3)).toEqual(['1 round trips, 2 statements', '1 round trips, 1 statements', '1 round trips, 1 statements'])
    expect(costs.slice(3)).toEqual(costs.slice(0, 3))
  })

  it('keeps who looked, with which filter and how much came, but no word that may be a name', async () => {
    const { person, browser } = await portalAs('lena')
    const tenant = await aTenant()
    await browser.get(`/audit?tenant=${tenant.id}&act=case%3Aread&entity=Benedikt%20Canary&from=2026-01-01`)
    const row = (await trailOf(`operator:${person.id}`)).at(-1)
    expect(row).toMatchObject({ act: 'trail:list', outcome: 'read', entity_type: 'trail', entity_ids: [] })
    expect(row?.facts).toEqual({
      acts: 0,
      tenant: tenant.id,
      act: 'case:read',
      from: '2026-01-01',
      entitySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(JSON.stringify(row)).not.toMatch(/Benedikt|Canary/)
  })

  it('shows what somebody wrote as text, whatever they wrote', async () => {
    const [hugo, tenant] = [await hire('hugo'), await aTenant()]
    const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)> \u202Egnp.exe'
    await acted([
      {
        operatorId: hugo.id,
        tenantId: tenant.id,
        sentence: hostile,
        reason: hostile,
        ids: [hostile],
        facts: { because: hostile, [hostile]: hostile },
      },
    ])
    const { browser } = await portalAs('lena')
    const query = `?tenant=${tenant.id}&entity=${encodeURIComponent(hostile)}&session=${encodeURIComponent(hostile)}&operator=${encodeURIComponent(hostile)}`
    for (const path of [`/audit?tenant=${tenant.id}`, `/audit${query}`, `/audit/tenant%3A${tenant.id}/1`]) {
      const page = await (await browser.get(path)).text()
      expect(page).toContain('&lt;script&gt;')
      expect(page).not.toMatch(/<script>alert|<img src=x/)
    }
    expect((await browser.get('/audit?entity=%00&tenant=%00x&operator=%FF')).status).toBeLessThan(500)
  })

  it('is a page for people inside a tenant, too, and its reading stays outside the tenant’s chain', async () => {
    const { browser, person, tenant } = await inside('vera')
    const file = await aCase(tenant.id)
    await browser.get(`/workspace/cases/${file.id}`)
    const before = (await trailOf(`tenant:${tenant.id}`)).length
    const page = await listOf(browser)
    expect(page).toContain(tenant.name)
    expect((await trailOf(`tenant:${tenant.id}`)).length).toBe(before)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'trail:list', session_id: null })
  })

  it('is shown to nobody who is signed out', async () => {
    const { browser } = await portalAs('vera')
    browser.cookies.clear()
    expect((await browser.get('/audit')).status).toBe(303)
    expect((await signedIn(await hire('vera'))).cookies.size).toBe(1)
  })
})
