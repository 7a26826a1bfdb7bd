import { env } from 'cloudflare:workers'
import { base64url, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { settings } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { inside, portal } from '#test/world.ts'
import { settingsFrom } from '#worker/env.ts'
import { judgeTenantToken } from '#worker/http/tenant-token.ts'
import { newId } from '#worker/rules/ids.ts'
import { aKey } from '../auth/issuer.ts'
import { actorFor, Program, tokenFor } from './program.ts'

afterEach(() => void vi.restoreAllMocks())

/** The vendor's product as a test wants it: its name, its keys, its silence. Every one has an address of its own. */
async function aProduct() {
  const issuer = `https://product-${crypto.randomUUID()}.example`
  let keys = [await aKey('one')]
  let answers = (): Response => Response.json({ keys: keys.map(({ jwk }) => jwk) })
  let asked = 0
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (!String(input instanceof Request ? input.url : input).startsWith(issuer)) return real(input, init)
    asked++
    return answers()
  })
  const { database } = counting()
  const app = portal({ database, settings: { ...settings, tenantTokens: { issuer, keys: `${issuer}/keys` } } })
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: issuer,
    aud: 'portal-tenant',
    sub: newId('usr'),
    tenantId: newId('ten'),
    role: 'INVESTIGATOR',
    iat: now,
    exp: now + 300,
  }
  const sign = (change: Record<string, unknown> = {}, head: Record<string, unknown> = {}, key = keys[0]) =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'RS256', typ: 'portal-tenant+jwt', kid: key?.kid ?? '', ...head })
      .sign(key?.privateKey as CryptoKey)
  return {
    claims,
    sign,
    tokens: { issuer, keys: `${issuer}/keys` },
    app,
    asks: () => asked,
    me: async (token: string | undefined) => new Program(token, app).get('/api/v1/tenant/me'),
    rotate: async () => (keys = [await aKey('two')]),
    say: (answer: () => Response) => (answers = answer),
    key: () => keys[0],
  }
}

describe('a tenant’s own user', () => {
  it.each([
    [undefined, true],
    ['ai:records', true],
    ['inbox ai:records', true],
    ['inbox', false],
    ['', false],
    [['ai:records'], false],
  ])('has records read to a model only within the scopes of their token: %j', async (scope, readsRecords) => {
    const { sign, tokens } = await aProduct()
    expect(await judgeTenantToken(await sign({ scope }), tokens, new Date())).toMatchObject({ ok: true, bearer: { readsRecords } })
  })

  it('is who the product says they are', async () => {
    const { me, sign, claims, asks } = await aProduct()
    const said = await me(await sign())
    expect([said.status, said.body]).toEqual([
      200,
      { userId: claims.sub, tenantId: claims.tenantId, role: 'INVESTIGATOR', expiresAt: new Date(claims.exp * 1000).toISOString() },
    ])
    expect(said.headers.get('Server-Timing')).toContain('0 round trips')
    await me(await sign())
    expect(asks()).toBe(1)
  })

  it.each([
    ['of another issuer', { iss: 'https://other.example' }, {}],
    ['for another audience', { aud: 'portal-api' }, {}],
    ['of another type', {}, { typ: 'JWT' }],
    ['that is over', { exp: 1_000_000 }, {}],
    ['without an end', { exp: undefined }, {}],
    ['of nobody', { sub: undefined }, {}],
    ['of no tenant', { tenantId: undefined }, {}],
    ['of a tenant that is no name', { tenantId: 'a b' }, {}],
    ['of a role of ours', { role: 'ADMIN' }, {}],
    ['without a role', { role: undefined }, {}],
  ])('is nobody with a token %s', async (_, change, head) => {
    const { me, sign } = await aProduct()
    expect((await me(await sign(change, head))).status).toBe(401)
  })

  it('is nobody with a token that somebody else signed, nobody signed, or that was signed with the public key', async () => {
    const { me, sign, claims, key } = await aProduct()
    expect((await me(await sign({}, { kid: 'one' }, await aKey('one', 'of somebody else')))).status).toBe(401)
    const head = base64url.encode(JSON.stringify({ alg: 'none', typ: 'portal-tenant+jwt' }))
    expect((await me(`${head}.${base64url.encode(JSON.stringify(claims))}.`)).status).toBe(401)
    const symmetric = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'portal-tenant+jwt', kid: 'one' })
    expect((await me(await symmetric.sign(new TextEncoder().encode(JSON.stringify(key()?.jwk))))).status).toBe(401)
    expect((await me(undefined)).status).toBe(401)
  })

  it('reaches nothing of the staff’s, nor the staff what is theirs', async () => {
    const { sign, app, me } = await aProduct()
    const program = new Program(await sign(), app)
    for (const path of ['/api/v1/me', '/api/v1/tenants', '/api/v1/workspace/cases']) expect((await program.get(path)).status).toBe(401)
    const there = await inside('vera')
    for (const token of [await tokenFor(there.browser), await actorFor(there)]) expect((await me(token)).status).toBe(401)
  })

  it('is known by new keys as soon as the product has them', async () => {
    const { me, sign, rotate } = await aProduct()
    await me(await sign())
    await rotate()
    // A key set is not asked for again at once: somebody could make us ask with every token.
    vi.useFakeTimers({ now: Date.now() + 31_000, toFake: ['Date'] })
    const said = await me(await sign())
    vi.useRealTimers()
    expect(said.status).toBe(200)
  })

  it.each([
    ['does not answer', () => Promise.reject(new TypeError('connection refused')) as never],
    ['is broken', () => new Response('oops', { status: 500 })],
    ['says nonsense', () => Response.json({ keys: 'none' })],
  ])('is told to come again when the product %s', async (_, answer) => {
    const { me, sign, say } = await aProduct()
    say(answer)
    const said = await me(await sign())
    expect([said.status, said.body.code, said.headers.get('Retry-After')]).toEqual([503, 'UNAVAILABLE', '5'])
  })

  it('on this machine has a token of the local sign-in', async () => {
    const [tenantId, userId] = [newId('ten'), newId('usr')]
    const mint = (query: string) => fetch(`${settings.signIn.issuer}/tenant-token?${query}`, { method: 'POST' })
    const token = await (await mint(`tenant=${tenantId}&user=${userId}&role=COMPLIANCE_OFFICER`)).text()
    expect((await new Program(token).get('/api/v1/tenant/me')).body).toMatchObject({ tenantId, userId, role: 'COMPLIANCE_OFFICER' })
    expect((await mint(`tenant=${tenantId}&user=${userId}&role=ADMIN`)).status).toBe(400)
    expect((await mint('tenant=&user=x')).status).toBe(400)
  })

  it('is vouched for over https only in production, and never without a name', () => {
    const mail = { MAIL: 'http', MAIL_URL: 'https://mail.example/send', MAIL_KEY: 'k', MAIL_FROM: 'portal@vendor.example' }
    const production = {
      ...(env as object),
      ...mail,
      ENVIRONMENT: 'production',
      NEON_LOCAL: '',
      WEBHOOK_LOOPBACK: '',
      OIDC_ISSUER: 'https://directory.example',
    }
    const keys = { TENANT_TOKEN_ISSUER: 'product', TENANT_TOKEN_JWKS_URL: 'https://product.example/keys' }
    expect(settingsFrom({ ...production, ...keys }).tenantTokens).toEqual({ issuer: 'product', keys: keys.TENANT_TOKEN_JWKS_URL })
    expect(() => settingsFrom({ ...production, ...keys, TENANT_TOKEN_JWKS_URL: 'http://product.example/keys' })).toThrow('in production')
    for (const name of Object.keys(keys)) expect(() => settingsFrom({ ...production, ...keys, [name]: undefined })).toThrow(name)
  })
})
