import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aTenant, anError, insert, minutesAgo } from '#test/facts.ts'
import { counting } from '#test/spent.ts'
import { portalAs } from '#test/world.ts'

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const idsIn = (page: string) => [...page.matchAll(/<tr role="row" id="(err_\w+)"/g)].map((match) => match[1])

describe('the errors of a tenant', () => {
  it('stand in groups with their count and a trend that can be heard', async () => {
    const { browser } = await portalAs('hugo')
    const [tenant, other] = [await aTenant(), await aTenant()]
    const error = await anError(tenant.id, { count: 1234, message: 'Ledger <b>export</b> failed' })
    await anError(other.id, { message: 'A foreign failure' })
    await insert('tenant_error_day', { error_id: error.id, day: day(0), count: 7 })
    await insert('tenant_error_day', { error_id: error.id, day: day(3), count: 40 })
    await insert('tenant_error_day', { error_id: error.id, day: day(20), count: 900 })

    const text = await (await browser.get(`/tenants/${tenant.id}/errors`)).text()

    expect(text).toContain('Ledger &lt;b&gt;export&lt;/b&gt; failed')
    expect(text).toContain('1,234')
    expect(text).toMatch(/role="img" aria-label="47 errors in 14 days, at most 40 in a day, 7 today"/)
    expect([...text.matchAll(/<rect class="spark/g)]).toHaveLength(14)
    expect(text).not.toContain('A foreign failure')
    expect(text).not.toContain('style=')
  })

  it('are narrowed by level and by words of message or fingerprint, which stay in the address', async () => {
    const { browser } = await portalAs('hugo')
    const tenant = await aTenant()
    const fatal = await anError(tenant.id, { level: 'FATAL', message: 'Disk 100% full', fingerprint: 'beef0001' })
    const warning = await anError(tenant.id, { level: 'WARNING', message: 'Slow answer', fingerprint: 'cafe0002' })
    const shown = async (query: string) => idsIn(await (await browser.get(`/tenants/${tenant.id}/errors?${query}`)).text())

    expect(await shown('level=FATAL')).toEqual([fatal.id])
    expect(await shown('q=SLOW')).toEqual([warning.id])
    expect(await shown('q=CAFE')).toEqual([warning.id])
    expect(await shown('q=100%25 f')).toEqual([fatal.id])
    expect(await shown('q=%25')).toEqual([fatal.id])
    expect(await shown('level=FATAL&q=slow')).toEqual([])
    expect(await shown('level=nonsense')).toHaveLength(2)
    expect(await (await browser.get(`/tenants/${tenant.id}/errors?level=FATAL`)).text()).toContain('Remove the filter Level')
  })

  it('are read page by page, forth and back, while rows come', async () => {
    const { browser } = await portalAs('hugo')
    const tenant = await aTenant()
    const all: string[] = []
    for (let n = 0; n < 60; n++) all.push((await anError(tenant.id, { last_seen_at: minutesAgo(10 + Math.floor(n / 3)) })).id)
    const first = await (await browser.get(`/tenants/${tenant.id}/errors`)).text()
    const older = /id="pager-older" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    await anError(tenant.id, { last_seen_at: minutesAgo(1) })
    const second = await (await browser.get(older)).text()

    expect(idsIn(first)).toHaveLength(50)
    expect(new Set([...idsIn(first), ...idsIn(second)])).toEqual(new Set(all))
    expect(second).toContain('id="pager-newer"')
  })

  it('are for those who may see errors: the tab is not there, the door is closed', async () => {
    const tenant = await aTenant()
    const [vera, hugo] = [await portalAs('vera'), await portalAs('hugo')]
    expect(await (await vera.browser.get(`/tenants/${tenant.id}`)).text()).not.toContain(`/tenants/${tenant.id}/errors`)
    expect((await vera.browser.get(`/tenants/${tenant.id}/errors`)).status).toBe(403)
    expect(await (await hugo.browser.get(`/tenants/${tenant.id}`)).text()).toContain(`/tenants/${tenant.id}/errors`)
    expect((await hugo.browser.get(`/tenants/${newId('ten')}/errors`)).status).toBe(404)
  })

  it('cost one round trip and the same statements at 10 rows and at 200', async () => {
    const { database, costOf } = counting()
    const { browser } = await portalAs('hugo', { database })
    const tenant = await aTenant()
    const fill = (count: number) => Promise.all(Array.from({ length: count }, () => anError(tenant.id)))
    await fill(10)
    const small = await costOf(() => browser.get(`/tenants/${tenant.id}/errors`))
    await fill(190)
    expect(await costOf(() => browser.get(`/tenants/${tenant.id}/errors`))).toEqual(small)
    expect(small).toEqual({ status: 200, roundTrips: 1, statements: 3 })
  })
})
