import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { inside, portalAs } from '#test/world.ts'

const idsIn = (page: string) => [...page.matchAll(/<tr role="row" id="(imp_\w+)"/g)].map((match) => match[1])

/** More sessions of the same kind, each over, a minute apart. */
const copies = (sessionId: string, count: number) =>
  owner(
    `insert into app.impersonation_session
     select (jsonb_populate_record(s, jsonb_build_object('id', 'imp_' || upper(substr(md5(s.id || n || random()), 1, 20)), 'key_hash', encode(sha256(convert_to(s.id || n || random(), 'UTF8')), 'hex'),
       'started_at', s.started_at - n * interval '1 minute', 'expires_at', s.expires_at - n * interval '1 minute',
       'ended_at', s.started_at - n * interval '1 minute' + interval '30 seconds', 'end_reason', 'MANUAL'))).*
     from app.impersonation_session s, generate_series(1, $2::int) n where s.id = $1`,
    [sessionId, count],
  )

describe('the activity in a tenant', () => {
  it('shows everybody their own sessions, and leads and auditors those they may know of', async () => {
    const { browser, tenant, sessionId } = await inside('vera')
    const elsewhere = await inside('vera')
    const seenBy = async (reader: { get(path: string): Promise<Response> }) =>
      idsIn(await (await reader.get(`/tenants/${tenant.id}/activity`)).text())

    expect(await seenBy(browser)).toEqual([sessionId])
    expect(await seenBy((await portalAs('hugo')).browser)).toEqual([])
    expect(await seenBy((await portalAs('tara')).browser)).toEqual([])
    expect(await seenBy((await portalAs('lena')).browser)).toEqual([sessionId])
    expect(await seenBy((await portalAs('ada')).browser)).toEqual([sessionId])
    expect(await seenBy(elsewhere.browser)).toEqual([])
    expect((await browser.get(`/tenants/${newId('ten')}/activity`)).status).toBe(404)
    expect((await browser.get(`/tenants/${(await aTenant()).id}/activity`)).status).toBe(200)
  })

  it('is read page by page, the latest first, in one round trip each, however much there is', async () => {
    const { tenant, sessionId } = await inside('vera')
    const { database, costOf } = counting()
    const { browser } = await portalAs('ada', { database })
    const path = `/tenants/${tenant.id}/activity`
    await copies(sessionId, 9)
    const small = await costOf(() => browser.get(path))
    await copies(sessionId, 190)
    expect(await costOf(() => browser.get(path))).toEqual(small)
    expect(small).toEqual({ status: 200, roundTrips: 1, statements: 3 })

    const first = await (await browser.get(path)).text()
    const older = /id="pager-older" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await (await browser.get(older)).text()
    expect(idsIn(first)[0]).toBe(sessionId)
    expect(new Set([...idsIn(first), ...idsIn(second)]).size).toBe(100)
  })
})
