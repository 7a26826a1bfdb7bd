import { beforeEach, describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { aSecret, anEndpoint, type Endpoint, receiptsOf, send, suspended } from './facts.ts'

type Ada = Awaited<ReturnType<typeof portalAs>>
let ada: Ada
beforeEach(async () => {
  ada = await portalAs('ada')
})

const rowsOf = (name: string) =>
  owner<{ id: string; tenant_id: string | null; url: string | null; status: string }>(
    'select * from app.webhook_endpoint where name = $1',
    [name],
  )
const secretsOf = (endpointId: string) =>
  owner<{ version: string; last_four: string; public_key: string | null; expires_at: string | null; over: boolean }>(
    'select *, expires_at <= now() as over from app.webhook_secret where endpoint_id = $1 order by created_at, id',
    [endpointId],
  )
const shownSecret = (text: string) => /whsec_[A-Za-z0-9+/]{43}=/.exec(text)?.[0] ?? ''
/** After signing in. */
const actsOf = async ({ person }: Ada) => (await trailOf(`operator:${person.id}`)).slice(1)
const stale = (id: string) => owner("update app.login_session set proved_at = now() - interval '20 min' where operator_id = $1", [id])
const statusOf = async (id: string) =>
  (await owner<{ status: string; version: number }>('select status, version from app.webhook_endpoint where id = $1', [id]))[0]

describe('adding an endpoint', () => {
  const filled = async (more: Record<string, string> = {}) => ({
    direction: 'IN',
    name: `Product ${newId('key').slice(-8)}`,
    tenantId: (await aTenant()).id,
    url: '',
    publicKey: '',
    ...more,
  })

  it('shows its secret once, and with it messages come in', async () => {
    const fields = await filled()
    const response = await ada.browser.post('/webhook-endpoints', fields)
    const text = await response.text()
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const [row] = await rowsOf(fields.name)
    const endpoint: Endpoint = { id: row?.id ?? '', tenantId: fields.tenantId, secret: shownSecret(text) }
    expect((await send(endpoint, { body: suspended(fields.tenantId) })).status).toBe(202)
    expect(await trailOf(`tenant:${fields.tenantId}`)).toMatchObject([
      { act: 'webhook_endpoint:add', outcome: 'done', operator_id: ada.person.id },
      { act: 'webhook:receive' },
    ])

    for (const path of [`/webhook-endpoints/${endpoint.id}`, '/webhook-endpoints', `/audit/records/${endpoint.id}`])
      expect(await (await ada.browser.get(path)).text()).not.toContain(endpoint.secret.slice(6, 40))
    const kept = await owner<{ all: string }>(`select jsonb_agg(t)::text as all from audit.trail t where entity_ids @> array[$1]`, [
      endpoint.id,
    ])
    expect(kept[0]?.all).not.toContain(endpoint.secret.slice(6, 40))
    expect(await secretsOf(endpoint.id)).toMatchObject([{ version: 'v1', last_four: endpoint.secret.slice(-5, -1), expires_at: null }])
  })

  it('pressed twice is one endpoint, and the same secret', async () => {
    const fields = { ...(await filled()), key: newId('key') }
    const answers = [await ada.browser.post('/webhook-endpoints', fields), await ada.browser.post('/webhook-endpoints', fields)]
    const [first, second] = await Promise.all(answers.map(async (each) => shownSecret(await each.text())))
    expect(first).not.toBe('')
    expect(second).toBe(first)
    expect(await rowsOf(fields.name)).toHaveLength(1)
  })

  it('takes the public key of a sender in place of a secret, and shows none', async () => {
    const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
    const raw = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer)
    const fields = await filled({ publicKey: `whpk_${btoa(String.fromCharCode(...raw))}` })
    const response = await ada.browser.post('/webhook-endpoints', fields)
    const [row] = await rowsOf(fields.name)
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/webhook-endpoints/${row?.id}?done=webhook-added`])
    expect(await secretsOf(row?.id ?? '')).toMatchObject([{ version: 'v1a', public_key: fields.publicKey }])
  })

  it('is for who manages webhooks', async () => {
    const fields = await filled()
    expect((await (await portalAs('imke')).browser.post('/webhook-endpoints', fields)).status).toBe(403)
    expect(await rowsOf(fields.name)).toEqual([])
  })

  it('asks for a fresh sign-in, keeping what was typed', async () => {
    await stale(ada.person.id)
    const fields = await filled()
    const response = await ada.browser.post('/webhook-endpoints', fields)
    expect([response.status, response.headers.get('Portal-Problem')]).toEqual([403, 'Confirm that it is you'])
    expect(await rowsOf(fields.name)).toEqual([])
    const back = /to=([^"&]+)/.exec(await response.text())?.[1] ?? ''
    expect(await (await ada.browser.get(decodeURIComponent(back))).text()).toContain(`value="${fields.name}"`)
  })

  it.each([
    ['direction', { direction: 'SIDEWAYS' }],
    ['name', { name: ' ' }],
    ['tenantId', { tenantId: 'acme' }],
    ['tenantId', { tenantId: newId('ten') }],
    ['tenantId', { direction: 'OUT', tenantId: '', url: 'https://hooks.example.com/' }],
    ['url', { url: 'https://hooks.example.com/' }],
    ['url', { direction: 'OUT', url: '' }],
    ['url', { direction: 'OUT', url: 'http://hooks.example.com/' }],
    ['url', { direction: 'OUT', url: 'https://10.0.0.1/' }],
    ['url', { direction: 'OUT', url: 'https://user:word@hooks.example.com/' }],
    ['publicKey', { publicKey: 'whpk_short' }],
    ['publicKey', { direction: 'OUT', url: 'https://hooks.example.com/', publicKey: `whpk_${'A'.repeat(43)}=` }],
    ['form', { operatorId: 'ops_x' }],
  ])('names the field that is wrong: %s in %j', async (field, wrong) => {
    const fields = await filled(wrong as Record<string, string>)
    const response = await ada.browser.post('/webhook-endpoints', fields)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(`href="#${field}"`)
    expect(await rowsOf(fields.name)).toEqual([])
  })
})

describe('a new secret', () => {
  const rotate = (endpoint: Endpoint, more: Record<string, string> = {}, who = ada) =>
    who.browser.post(`/webhook-endpoints/${endpoint.id}/rotate`, { version: '1', overlap: 'day', publicKey: '', ...more })
  const takes = async (endpoint: Endpoint, secret: string) => (await send(endpoint, { secret, body: suspended(endpoint.tenantId) })).status

  it('takes over while the one before counts for a day; a third ends the first', async () => {
    const endpoint = await anEndpoint()
    const second = shownSecret(await (await rotate(endpoint)).text())
    expect([await takes(endpoint, endpoint.secret), await takes(endpoint, second)]).toEqual([202, 202])
    const third = shownSecret(await (await rotate(endpoint, { version: '2' })).text())
    expect([await takes(endpoint, endpoint.secret), await takes(endpoint, second), await takes(endpoint, third)]).toEqual([403, 202, 202])
    expect(await actsOf(ada)).toMatchObject([{ act: 'webhook_endpoint:rotate' }, { act: 'webhook_endpoint:rotate', outcome: 'done' }])
  })

  it('ends the one before at once where it may be in the wrong hands', async () => {
    const endpoint = await anEndpoint()
    await aSecret(endpoint.id, { expires_at: new Date(Date.now() + 3_600_000).toISOString() })
    const next = shownSecret(await (await rotate(endpoint, { overlap: 'none' })).text())
    expect([await takes(endpoint, endpoint.secret), await takes(endpoint, next)]).toEqual([403, 202])
    expect((await secretsOf(endpoint.id)).map(({ over }) => over)).toEqual([true, true, null])
  })

  it('pressed twice is one secret; of two who press at once one is told', async () => {
    const endpoint = await anEndpoint()
    const key = newId('key')
    const [first, again] = [await rotate(endpoint, { key }), await rotate(endpoint, { key })]
    expect(shownSecret(await again.text())).toBe(shownSecret(await first.text()))
    expect(await secretsOf(endpoint.id)).toHaveLength(2)

    const ben = await portalAs('ben')
    const both = await Promise.all([rotate(endpoint, { version: '2' }), rotate(endpoint, { version: '2' }, ben)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await secretsOf(endpoint.id)).filter(({ over }) => !over)).toHaveLength(2)
  })

  it('is for who manages webhooks, with a fresh sign-in, at an endpoint that is there', async () => {
    const endpoint = await anEndpoint()
    expect((await rotate(endpoint, {}, await portalAs('imke'))).status).toBe(403)
    expect((await rotate({ ...endpoint, id: newId('whe') })).status).toBe(404)
    await stale(ada.person.id)
    expect((await rotate(endpoint)).headers.get('Portal-Problem')).toBe('Confirm that it is you')
    expect(await secretsOf(endpoint.id)).toHaveLength(1)
  })
})

describe('disabling and enabling', () => {
  it('closes an endpoint and opens it again, each on record', async () => {
    const endpoint = await anEndpoint()
    const path = `/webhook-endpoints/${endpoint.id}`
    expect((await ada.browser.post(`${path}/disable`)).headers.get('Location')).toBe(`${path}?done=webhook-disabled`)
    expect((await send(endpoint, { body: suspended(endpoint.tenantId) })).status).toBe(403)
    expect((await ada.browser.post(`${path}/enable`)).headers.get('Location')).toBe(`${path}?done=webhook-enabled`)
    expect((await send(endpoint, { body: suspended(endpoint.tenantId) })).status).toBe(202)
    expect((await actsOf(ada)).map(({ act }) => act)).toEqual(['webhook_endpoint:disable', 'webhook_endpoint:enable'])
  })

  it('pressed twice is one act, and tells who was slower', async () => {
    const endpoint = await anEndpoint()
    const path = `/webhook-endpoints/${endpoint.id}/disable`
    const key = newId('key')
    for (let n = 0; n < 2; n++) expect((await ada.browser.post(path, { key })).status).toBe(303)
    const slower = await (await portalAs('ben')).browser.post(path)
    expect([slower.status, (await slower.text()).includes('id="stale"')]).toEqual([409, true])
    expect(await statusOf(endpoint.id)).toEqual({ status: 'DISABLED', version: 2 })
  })

  it('is for who manages webhooks; enabling asks for a fresh sign-in', async () => {
    const [open, closed] = [await anEndpoint(), await anEndpoint({ status: 'DISABLED' })]
    expect((await (await portalAs('imke')).browser.post(`/webhook-endpoints/${open.id}/disable`)).status).toBe(403)
    expect((await ada.browser.post(`/webhook-endpoints/${newId('whe')}/disable`)).status).toBe(404)
    await stale(ada.person.id)
    expect((await ada.browser.post(`/webhook-endpoints/${closed.id}/enable`)).headers.get('Portal-Problem')).toBe('Confirm that it is you')
    expect([await statusOf(open.id), await statusOf(closed.id)]).toMatchObject([{ status: 'ACTIVE' }, { status: 'DISABLED' }])
  })
})

describe('an endpoint', () => {
  it('shows what came in, by its effect, each with its job; nothing of what it said', async () => {
    const endpoint = await anEndpoint()
    for (const id of ['msg_one', 'msg_two']) await send(endpoint, { id, body: suspended(endpoint.tenantId) })
    const [one, two] = await receiptsOf(endpoint.id)
    await owner('update app.webhook_receipt set done_at = now(), payload = null where id = $1', [one?.id])
    const shown = async (query: string) => (await ada.browser.get(`/webhook-endpoints/${endpoint.id}?${query}`)).text()
    expect(
      [await shown('state=done'), await shown('state=waiting'), await shown('')].map((text) =>
        ['msg_one', 'msg_two'].filter((id) => text.includes(id)),
      ),
    ).toEqual([['msg_one'], ['msg_two'], ['msg_one', 'msg_two']])
    expect(await shown('')).toContain(`href="/portal-jobs/${two?.job_id}"`)
    expect(await shown('')).toContain(`https://portal.example/api/v1/webhooks/${endpoint.id}`)
  })

  it('costs one round trip, at ten messages and at two hundred', async () => {
    const { database, costOf } = counting()
    const { browser } = await portalAs('ada', { database })
    const endpoint = await anEndpoint()
    const fill = (many: number) =>
      owner(
        `insert into app.webhook_receipt (id, endpoint_id, message_id, body_hash, type, tenant_id, payload, job_id)
         select 'whr_' || lpad(upper(to_hex(g + $2 * 1000)), 20, '0'), $1, 'msg_' || g || '_' || $2, '\\x00', 'tenant.suspended', $3, '{}', 'pjob_x' from generate_series(1, $2) g on conflict do nothing`,
        [endpoint.id, many, endpoint.tenantId],
      )
    await fill(10)
    const few = await costOf(() => browser.get(`/webhook-endpoints/${endpoint.id}`))
    await fill(200)
    expect(await costOf(() => browser.get(`/webhook-endpoints/${endpoint.id}`))).toEqual(few)
    expect(few).toEqual({ status: 200, roundTrips: 1, statements: 5 })
    expect(await costOf(() => browser.get('/webhook-endpoints'))).toMatchObject({ status: 200, roundTrips: 1 })
  })

  it('is read page by page', async () => {
    const endpoint = await anEndpoint()
    await owner(
      `insert into app.webhook_receipt (id, endpoint_id, message_id, body_hash, type, tenant_id, payload, job_id, created_at)
       select 'whr_' || upper(substr(md5($1 || g), 1, 20)), $1, 'msg_' || g, '\\x00', 'tenant.suspended', $2, '{}', 'pjob_x', now() - g * interval '1 minute' from generate_series(1, 60) g`,
      [endpoint.id, endpoint.tenantId],
    )
    const idsIn = (text: string) => [...text.matchAll(/id="(whr_\w+)"/g)].map((match) => match[1])
    const first = await (await ada.browser.get(`/webhook-endpoints/${endpoint.id}`)).text()
    const older = /id="pager-older" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await (await ada.browser.get(older)).text()
    expect([idsIn(first).length, idsIn(second).length, new Set([...idsIn(first), ...idsIn(second)]).size]).toEqual([50, 10, 60])
  })

  it('is not there when it is not there, and not for Lena', async () => {
    expect((await ada.browser.get(`/webhook-endpoints/${newId('whe')}`)).status).toBe(404)
    expect((await (await portalAs('lena')).browser.get(`/webhook-endpoints/${(await anEndpoint()).id}`)).status).toBe(403)
  })
})
