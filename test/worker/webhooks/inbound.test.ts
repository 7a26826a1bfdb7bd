import { Webhook } from 'standardwebhooks'
import { beforeEach, describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { aSecret, anEndpoint, type Endpoint, jobsOf, message, receiptsOf, send, type Sent, suspended } from './facts.ts'

let endpoint: Endpoint
beforeEach(async () => {
  endpoint = await anEndpoint()
})
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code]
const secondsAway = (seconds: number) => new Date(Date.now() + seconds * 1000)
const nothing = async () => expect([await receiptsOf(endpoint.id), await jobsOf(endpoint.id)]).toEqual([[], []])

describe('a genuine message', () => {
  it('is taken with a receipt, a job and its trace, and answered before anything is done', async () => {
    const response = await send(endpoint, { id: 'msg_1', body: suspended(endpoint.tenantId) })
    const [receipt] = await receiptsOf(endpoint.id)
    expect([response.status, await response.json()]).toEqual([202, { receipt: receipt?.id }])
    expect(receipt).toMatchObject({ message_id: 'msg_1', type: 'tenant.suspended', tenant_id: endpoint.tenantId, done_at: null })
    expect(await jobsOf(endpoint.id)).toMatchObject([{ id: receipt?.job_id, state: 'available' }])
    expect(await trailOf(`tenant:${endpoint.tenantId}`)).toMatchObject([
      {
        act: 'webhook:receive',
        outcome: 'done',
        operator_id: 'system',
        entity_ids: [receipt?.id, endpoint.id],
        facts: { type: 'tenant.suspended' },
      },
    ])
  })

  it('is the same message when it comes again, whenever and however often', async () => {
    const body = suspended(endpoint.tenantId)
    const first = await (await send(endpoint, { id: 'msg_1', body })).json()
    for (const away of [-200, 0, 200]) {
      const again = await send(endpoint, { id: 'msg_1', body, at: secondsAway(away) })
      expect([again.status, await again.json()]).toEqual([202, first])
    }
    expect([await receiptsOf(endpoint.id), await jobsOf(endpoint.id)].map(({ length }) => length)).toEqual([1, 1])
    expect(await trailOf(`tenant:${endpoint.tenantId}`)).toHaveLength(1)
  })

  it('is one message when twenty of it arrive at once', async () => {
    const body = suspended(endpoint.tenantId)
    const all = await Promise.all(Array.from({ length: 20 }, () => send(endpoint, { id: 'msg_1', body })))
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 202))
    expect(new Set(await Promise.all(all.map(async (each) => ((await each.json()) as { receipt: string }).receipt))).size).toBe(1)
    expect([await receiptsOf(endpoint.id), await jobsOf(endpoint.id)].map(({ length }) => length)).toEqual([1, 1])
  })

  it('with another body under its id is refused, and that is on record', async () => {
    await send(endpoint, { id: 'msg_1', body: suspended(endpoint.tenantId) })
    const other = message('tenant.policy_changed', { tenantId: endpoint.tenantId, policy: 'closed' })
    expect(await codeOf(await send(endpoint, { id: 'msg_1', body: other }))).toEqual([409, 'WEBHOOK_ID_REUSED'])
    expect(await receiptsOf(endpoint.id)).toHaveLength(1)
    expect(await trailOf(`tenant:${endpoint.tenantId}`)).toMatchObject([
      { outcome: 'done' },
      { act: 'webhook:receive', outcome: 'refused', facts: { because: 'WEBHOOK_ID_REUSED', type: 'tenant.policy_changed' } },
    ])
  })

  it('under the id of a message to another endpoint is its own message', async () => {
    const elsewhere = await anEndpoint()
    for (const each of [endpoint, elsewhere]) expect((await send(each, { id: 'msg_1', body: suspended(each.tenantId) })).status).toBe(202)
    expect([await receiptsOf(endpoint.id), await receiptsOf(elsewhere.id)].map(({ length }) => length)).toEqual([1, 1])
  })

  it('may say anything that people say', async () => {
    const subject = 'Überprüfung 確認 \u202e🛈 "</script>"'
    const data = {
      tenantId: endpoint.tenantId,
      number: 7,
      subject,
      requesterName: 'Zoë',
      requesterEmail: 'z@x.example',
      priority: 'LOW',
      openedAt: '2026-11-20T10:00:00+01:00',
    }
    expect((await send(endpoint, { body: message('ticket.opened', data) })).status).toBe(202)
    expect((await receiptsOf(endpoint.id))[0]?.payload).toMatchObject({ subject })
  })

  it('needs no Origin, and is no other message for cookies and tokens that come with it', async () => {
    const { browser } = await portalAs('ada')
    const headers = {
      Cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
      Authorization: 'Bearer made.up.token',
      Origin: 'https://elsewhere.example',
    }
    expect((await send(endpoint, { body: suspended(endpoint.tenantId), headers })).status).toBe(202)
    expect(await trailOf(`tenant:${endpoint.tenantId}`)).toMatchObject([{ operator_id: 'system' }])
  })
})

describe('what is not genuine', () => {
  const body = () => suspended(endpoint.tenantId)
  const tampered = (text: string) => text.replace('suspended', 'suspendee')
  const REFUSED: [string, () => Promise<Sent> | Sent][] = [
    ['a signature of nobody', () => ({ body: body(), signature: 'v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' })],
    ['a secret of another endpoint', async () => ({ body: body(), secret: (await anEndpoint()).secret })],
    [
      'one byte changed',
      () => {
        const at = new Date()
        return { id: 'msg_1', at, body: tampered(body()), signature: new Webhook(endpoint.secret).sign('msg_1', at, body()) }
      },
    ],
    [
      'another id than was signed',
      () => {
        const at = new Date()
        return { id: 'msg_2', at, body: body(), signature: new Webhook(endpoint.secret).sign('msg_1', at, body()) }
      },
    ],
    [
      'another time than was signed',
      () => ({
        id: 'msg_1',
        at: new Date(),
        body: body(),
        signature: new Webhook(endpoint.secret).sign('msg_1', secondsAway(-60), body()),
      }),
    ],
    ['a signature of an older kind', () => ({ body: body(), signature: 'v0,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' })],
    ['no signature', () => ({ body: body(), headers: { 'webhook-signature': '' } })],
    ['no id', () => ({ body: body(), headers: { 'webhook-id': '' } })],
    ['no time', () => ({ body: body(), headers: { 'webhook-timestamp': '' } })],
    ['a time that is no number', () => ({ body: body(), headers: { 'webhook-timestamp': '1e9' } })],
    ['an id of odd letters', () => ({ id: 'msg/../1', body: body() })],
    ['a body that is no text', () => ({ body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) })],
  ]

  it.each(REFUSED)('%s is refused, in the one way, and nothing of it is kept or said back', async (_, sent) => {
    const response = await send(endpoint, await sent())
    const text = await response.text()
    expect([response.status, (JSON.parse(text) as { code: string }).code]).toEqual([403, 'WEBHOOK_NOT_VERIFIED'])
    expect(text).not.toMatch(/suspend|msg_|v1,/)
    await nothing()
    expect(await trailOf(`tenant:${endpoint.tenantId}`)).toEqual([])
  })

  it.each([
    ['an endpoint that is not there', () => ({ id: newId('whe'), secret: endpoint.secret })],
    ['an address that is none of ours', () => ({ id: '..%2f..%2fadmin', secret: endpoint.secret })],
    ['an endpoint that is told', async () => anEndpoint({ direction: 'OUT', url: 'https://hooks.example.com/' })],
    ['an endpoint that is disabled', () => anEndpoint({ status: 'DISABLED' })],
  ])('%s is refused like any other', async (_, of) => {
    expect(await codeOf(await send(await of(), { body: body() }))).toEqual([403, 'WEBHOOK_NOT_VERIFIED'])
  })

  it.each([
    [-299, 202],
    [-302, 403],
    [298, 202],
    [303, 403],
  ])('signed %i seconds away is answered %i', async (away, status) => {
    const response = await send(endpoint, { body: body(), at: secondsAway(away) })
    expect(response.status).toBe(status)
    if (status === 403) {
      expect(((await response.json()) as { code: string }).code).toBe('WEBHOOK_STALE')
      await nothing()
    }
  })
})

describe('signatures', () => {
  const at = new Date()
  const signed = (secret: string, text: string) => new Webhook(secret).sign('msg_1', at, text)

  it('may be many; one that fits is enough, wherever it stands', async () => {
    const body = suspended(endpoint.tenantId)
    const others = Array.from({ length: 5 }, (_, i) => `v1,${btoa(String.fromCharCode(...new Uint8Array(32).fill(i)))}`)
    for (const list of [
      [...others, signed(endpoint.secret, body)],
      [signed(endpoint.secret, body), ...others],
      ['nonsense', 'v2,x', signed(endpoint.secret, body)],
    ])
      expect((await send(endpoint, { id: 'msg_1', at, body, signature: list.join(' ') })).status).toBe(202)
    expect(await receiptsOf(endpoint.id)).toHaveLength(1)
  })

  it('beyond the sixteenth are not looked at', async () => {
    const body = suspended(endpoint.tenantId)
    const others = Array.from({ length: 16 }, () => 'v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')
    expect((await send(endpoint, { id: 'msg_1', at, body, signature: [...others, signed(endpoint.secret, body)].join(' ') })).status).toBe(
      403,
    )
  })

  it('fit with either secret while one takes over from the other, and with neither beyond its time', async () => {
    await owner("update app.webhook_secret set expires_at = now() + interval '1 day' where endpoint_id = $1", [endpoint.id])
    const next = await aSecret(endpoint.id)
    const body = suspended(endpoint.tenantId)
    expect((await send(endpoint, { body })).status).toBe(202)
    expect((await send(endpoint, { body, secret: next })).status).toBe(202)
    await owner("update app.webhook_secret set expires_at = now() - interval '1 ms' where endpoint_id = $1 and expires_at is not null", [
      endpoint.id,
    ])
    expect((await send(endpoint, { body })).status).toBe(403)
    expect((await send(endpoint, { body, secret: next })).status).toBe(202)
  })

  it('may be of the sender’s own ed25519 key, of which only the public half is known here', async () => {
    const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
    const raw = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer)
    await aSecret(endpoint.id, { version: 'v1a', sealed: null, public_key: `whpk_${btoa(String.fromCharCode(...raw))}`, last_four: 'abcd' })
    const body = suspended(endpoint.tenantId)
    const sign = async (text: string) => {
      const bytes = await crypto.subtle.sign(
        { name: 'Ed25519' },
        pair.privateKey,
        new TextEncoder().encode(`msg_1.${Math.floor(at.getTime() / 1000)}.${text}`),
      )
      return `v1a,${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`
    }
    expect((await send(endpoint, { id: 'msg_1', at, body, signature: await sign(`${body} `) })).status).toBe(403)
    expect((await send(endpoint, { id: 'msg_1', at, body, signature: (await sign(body)).replace('v1a', 'v1') })).status).toBe(403)
    expect((await send(endpoint, { id: 'msg_1', at, body, signature: await sign(body) })).status).toBe(202)
  })
})

describe('what a genuine sender gets wrong', () => {
  const fieldsOf = async (response: Response) =>
    ((await response.json()) as { errors: { field: string }[] }).errors.map(({ field }) => field)
  const of = (type: string, data: Record<string, unknown>) =>
    send(endpoint, { body: message(type, { tenantId: endpoint.tenantId, ...data }) })

  it.each([
    ['ticket.closed', { number: 0 }, 'data.number'],
    ['ticket.closed', { number: 1, smuggled: 'x' }, 'data.smuggled'],
    ['tenant.policy_changed', { policy: 'wide open' }, 'data.policy'],
    ['user.deactivated', { userId: 'somebody' }, 'data.userId'],
    ['ticket.imagined', {}, 'type'],
    ['notification.asked', { audience: { kind: 'role', role: 'ADMIN' }, sentence: 'incident.open' }, 'data.tenantId'],
    [
      'tenant.error_recorded',
      { fingerprint: 'x', level: 'FATAL', message: 'y'.repeat(501), source: 'z', count: 1, at: '2026-11-20T10:00:00Z' },
      'data.message',
    ],
  ])('%s %j is told by field, and not taken', async (type, data, field) => {
    const response = await of(type, data)
    expect([response.status, await fieldsOf(response)]).toEqual([422, [field]])
    await nothing()
  })

  it('another’s tenant is none of this endpoint’s; the vendor’s own product may speak of any', async () => {
    const other = await aTenant()
    const response = await send(endpoint, { body: suspended(other.id) })
    expect([response.status, await fieldsOf(response)]).toEqual([422, ['data.tenantId']])
    await nothing()
    const anybodys = await anEndpoint({ tenant_id: null })
    expect((await send(anybodys, { body: suspended(other.id) })).status).toBe(202)
  })

  it.each([
    ['not JSON', '{"type":', 400],
    ['a list', '[]', 400],
    ['a letter that cannot be kept', '{"type":"ticket.closed\\u0000"}', 422],
    ['nothing', '', 422],
  ])('%s is refused with a code', async (_, body, status) => {
    expect((await send(endpoint, { body })).status).toBe(status)
    await nothing()
  })

  it('64 KiB are taken, one byte more is not, and not looked at', async () => {
    const [before, after] = message('report.received', { tenantId: endpoint.tenantId, narrative: '|' }).split('|')
    const room = 64 * 1024 - `${before}${after}`.length
    expect((await send(endpoint, { body: `${before}${'x'.repeat(room)}${after}` })).status).toBe(422)
    expect(await codeOf(await send(endpoint, { body: `${before}${'x'.repeat(room + 1)}${after}` }))).toEqual([413, 'TOO_LARGE'])
    await nothing()
  })
})
