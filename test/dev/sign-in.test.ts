import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { startSignInProvider, type SignInProvider } from '#dev/sign-in/provider.ts'
import { addStaff } from '#dev/staff.ts'

const { adminUrl, templateUrl } = inject('ground')
const oid = '0d1ec700-0000-4000-8000-00000000aaaa'
const redirectUri = 'http://localhost:8787/sign-in/return'
const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')
let ownerUrl: string
let provider: SignInProvider

beforeAll(async () => {
  ownerUrl = await createDatabase(adminUrl, `portal_sign_in_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
  await addStaff(ownerUrl, { email: 'wanda@vendor.example', directoryId: oid, name: 'Wanda <b>Bold</b>', role: 'ADMIN', lead: true })
  provider = await startSignInProvider({ ownerUrl })
})
afterAll(async () => {
  await provider.close()
  await dropDatabase(adminUrl, databaseOf(ownerUrl))
})

const authorize = (changes: Record<string, string> = {}) => {
  const asked = {
    ...{ client_id: provider.clientId, response_type: 'code', scope: 'openid', redirect_uri: redirectUri },
    ...{ state: 'st', nonce: 'no', code_challenge: challenge, code_challenge_method: 'S256', ...changes },
  }
  return fetch(`${provider.issuer}/authorize?${new URLSearchParams(asked)}`, { redirect: 'manual' })
}
const codeFor = async (changes: Record<string, string> = {}) =>
  new URL((await authorize({ login_hint: oid, ...changes })).headers.get('location')!).searchParams.get('code')!

const redeem = (code: string, changes: Record<string, string> = {}) =>
  fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
      ...{ client_id: provider.clientId, client_secret: provider.clientSecret, ...changes },
    }),
  })

describe('the picker', () => {
  it('lists the staff, escaped, as links that go on with the flow', async () => {
    const response = await authorize()
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toContain('Wanda &lt;b&gt;Bold&lt;/b&gt;')
    expect(html).toContain(`login_hint=${oid}`)
    expect(html).toContain('lead')
  })

  it('runs no script and takes its style from a hash', async () => {
    const policy = (await authorize()).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/style-src 'sha256-/)
  })

  it('finds by name, and says when nobody matches', async () => {
    expect(await (await authorize({ find: 'WANDA' })).text()).toContain('Wanda')
    expect(await (await authorize({ find: 'nobody like this' })).text()).toContain('Nobody matches')
  })

  it('shows itself again for a hint nobody has', async () => {
    expect((await authorize({ login_hint: 'stranger' })).status).toBe(200)
  })
})

describe('the code flow', () => {
  it('ends with an id token like the directory makes them', async () => {
    const answer = (await (await redeem(await codeFor())).json()) as { id_token: string }
    const discovery = (await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json()) as {
      issuer: string
      jwks_uri: string
    }
    expect(discovery.issuer).toBe(provider.issuer)
    const { payload } = await jwtVerify(answer.id_token, createRemoteJWKSet(new URL(discovery.jwks_uri)), {
      issuer: provider.issuer,
      audience: provider.clientId,
    })
    expect(payload).toMatchObject({
      oid,
      tid: provider.tenantId,
      nonce: 'no',
      preferred_username: 'wanda@vendor.example',
      name: 'Wanda <b>Bold</b>',
    })
  })

  it('brings state back with the code', async () => {
    const location = new URL((await authorize({ login_hint: oid })).headers.get('location')!)
    expect([location.origin + location.pathname, location.searchParams.get('state')]).toEqual([redirectUri, 'st'])
  })

  it.each([
    ['no challenge', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['another client', { client_id: 'other' }],
    ['an address elsewhere', { redirect_uri: 'https://evil.example/' }],
    ['an implicit flow', { response_type: 'id_token' }],
  ])('refuses %s', async (_what, changes) => {
    expect((await authorize({ login_hint: oid, ...changes })).status).toBe(400)
  })

  it.each([
    ['the wrong verifier', { code_verifier: randomBytes(32).toString('base64url') }],
    ['the wrong secret', { client_secret: 'guess' }],
    ['another redirect address', { redirect_uri: 'http://localhost:1/' }],
    ['a code nobody gave', { code: 'made-up' }],
    ['another grant', { grant_type: 'client_credentials' }],
    ['a password', { grant_type: 'password', username: 'x' }],
  ])('gives no token for %s', async (_what, changes) => {
    expect((await redeem(await codeFor(), changes)).status).toBe(400)
  })

  it('takes a code once', async () => {
    const code = await codeFor()
    expect([(await redeem(code)).status, (await redeem(code)).status]).toEqual([200, 400])
  })
})
