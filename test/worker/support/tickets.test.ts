import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aTenant, aTicket, minutesAgo } from '#test/facts.ts'
import { counting } from '#test/spent.ts'
import { portalAs } from '#test/world.ts'

const idsIn = (page: string) => [...page.matchAll(/<tr role="row" id="(tic_\w+)"/g)].map((match) => match[1])

describe('the tickets of a tenant', () => {
  it('are all there, closed ones too, without who wrote them', async () => {
    const { person, browser } = await portalAs('nils')
    const [tenant, other] = [await aTenant(), await aTenant()]
    const open = await aTicket(tenant.id, person.id)
    const closed = await aTicket(tenant.id, null, {
      status: 'CLOSED',
      closed_at: minutesAgo(5),
      priority: 'LOW',
      opened_at: minutesAgo(90),
    })
    await aTicket(other.id, null)
    const shown = async (query: string) => (await browser.get(`/tenants/${tenant.id}/tickets?${query}`)).text()

    const text = await shown('')

    expect(idsIn(text)).toEqual([open.id, closed.id])
    expect(text).not.toMatch(/quentin/i)
    expect(idsIn(await shown('status=CLOSED'))).toEqual([closed.id])
    expect(idsIn(await shown('priority=HIGH'))).toEqual([open.id])
    expect(idsIn(await shown('priority=HIGH&status=CLOSED'))).toEqual([])
    expect((await browser.get(`/tenants/${newId('ten')}/tickets`)).status).toBe(404)
  })

  it('are read page by page', async () => {
    const { browser } = await portalAs('vera')
    const tenant = await aTenant()
    const all = await Promise.all(Array.from({ length: 60 }, (_, n) => aTicket(tenant.id, null, { opened_at: minutesAgo(100 + (n % 7)) })))
    const first = await (await browser.get(`/tenants/${tenant.id}/tickets`)).text()
    const older = /id="pager-older" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await (await browser.get(older)).text()
    expect(new Set([...idsIn(first), ...idsIn(second)])).toEqual(new Set(all.map(({ id }) => id)))
    expect(idsIn(first)).toHaveLength(50)
  })

  it('cost one round trip and the same statements at 10 rows and at 200', async () => {
    const { database, costOf } = counting()
    const { browser } = await portalAs('vera', { database })
    const tenant = await aTenant()
    const fill = (count: number) => Promise.all(Array.from({ length: count }, () => aTicket(tenant.id, null)))
    await fill(10)
    const small = await costOf(() => browser.get(`/tenants/${tenant.id}/tickets`))
    await fill(190)
    expect(await costOf(() => browser.get(`/tenants/${tenant.id}/tickets`))).toEqual(small)
    expect(small).toEqual({ status: 200, roundTrips: 1, statements: 3 })
  })
})
