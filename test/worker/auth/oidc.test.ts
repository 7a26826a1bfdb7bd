import { SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { authorizeUrl, redeem } from '#worker/auth/oidc.ts'
import { aDirectory, aKey } from './issuer.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const CALLBACK = 'https://portal.example/sign-in/callback'
type Directory = Awaited<ReturnType<typeof aDirectory>>
const tradeIn = ({ provider, attempt }: Directory) => redeem(provider, { code: 'c', attempt, callback: CALLBACK })
const REFUSED = { ok: false, because: 'TOKEN_REFUSED' }

describe('trading a code for a person', () => {
  it('names the person by the id of the directory and by nothing else', async () => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign({ sub: 'other', email: 'ada@vendor.example', preferred_username: 'ada@vendor.example' }))
    expect(await tradeIn(directory)).toEqual({ ok: true, directoryId: 'somebody' })
  })

  it('sends the code with the verifier and the same callback, to the address the directory named', async () => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign())
    await tradeIn(directory)
    const token = directory.asked.find(({ url }) => url === '/token')
    expect(Object.fromEntries(token?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: CALLBACK,
      client_id: 'operations-portal',
      client_secret: 'a secret',
      code_verifier: 'v',
    })
  })

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://login.evil.example' }],
    ['for another application', { aud: 'somebody-elses-app' }],
    ['of another tenant of the same directory', { tid: 'tenant-of-a-stranger' }],
    ['without a tenant', { tid: undefined }],
    ['for another attempt', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['without a person', { oid: undefined }],
    ['with a person that is no text', { oid: { $ne: null } }],
    ['long run out', { exp: Math.floor(Date.now() / 1000) - 3_600 }],
    ['without an end', { exp: undefined }],
    ['not valid yet', { nbf: Math.floor(Date.now() / 1000) + 3_600 }],
  ])('believes no token %s', async (_, change) => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign(change))
    expect(await tradeIn(directory)).toEqual(REFUSED)
  })

  it('believes no token that is signed with a key the directory does not show, not even under its name', async () => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign({}, await aKey('one', 'of somebody else')))
    expect(await tradeIn(directory)).toEqual(REFUSED)
  })

  it('believes no token without a signature, or signed with the secret that we share', async () => {
    const directory = await aDirectory()
    directory.answerWith(new UnsecuredJWT(directory.claims()).encode())
    expect(await tradeIn(directory)).toEqual(REFUSED)
    const shared = new TextEncoder().encode(directory.provider.clientSecret.padEnd(32, '.'))
    directory.answerWith(await new SignJWT(directory.claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(shared))
    expect(await tradeIn(directory)).toEqual(REFUSED)
  })

  it.each([undefined, '', 'garbage', 'a.b.c'])('believes no answer whose token is %j', async (token) => {
    const directory = await aDirectory()
    directory.answerWith(token)
    expect(await tradeIn(directory)).toEqual(REFUSED)
  })

  it('takes a refused code for what it is', async () => {
    expect(await tradeIn(await aDirectory())).toEqual({ ok: false, because: 'CODE_REFUSED' })
  })

  it('forgives a clock that is some minutes off', async () => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign({ exp: Math.floor(Date.now() / 1000) - 300 }))
    expect(await tradeIn(directory)).toMatchObject({ ok: true })
  })

  it('follows the directory to new keys without being started again', async () => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign())
    await tradeIn(directory)
    await directory.rotate('two')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    directory.answerWith(await directory.sign())
    expect(await tradeIn(directory)).toMatchObject({ ok: true })
    expect(directory.asked.filter(({ url }) => url === '/keys')).toHaveLength(2)
  })
})

describe('what the directory says of itself', () => {
  it('is asked once, not at every sign-in', async () => {
    const directory = await aDirectory()
    directory.answerWith(await directory.sign())
    for (let i = 0; i < 3; i++) await tradeIn(directory)
    expect(directory.asked.filter(({ url }) => url.endsWith('/openid-configuration'))).toHaveLength(1)
  })

  it('keeps what stood in the address of its sign-in page', async () => {
    const { provider, attempt } = await aDirectory()
    expect(new URL(await authorizeUrl(provider, attempt, CALLBACK)).searchParams.get('p')).toBe('x')
  })

  it('sends a picture of the verifier, never the verifier', async () => {
    const { provider, attempt } = await aDirectory()
    const url = await authorizeUrl(provider, { ...attempt, verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' }, CALLBACK)
    expect(url).not.toContain('dBjftJeZ4CVP')
    expect(new URL(url).searchParams.get('code_challenge')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM') // RFC 7636, appendix B
  })

  it('is not believed when it names another issuer', async () => {
    const directory = await aDirectory()
    directory.says.discovery = () =>
      Response.json({ issuer: 'https://login.evil.example', authorization_endpoint: 'https://login.evil.example/a' })
    await expect(authorizeUrl(directory.provider, directory.attempt, CALLBACK)).rejects.toThrow('another issuer')
  })

  it('is asked again after it was silent', async () => {
    const directory = await aDirectory()
    const { discovery } = directory.says
    directory.says.discovery = () => new Response('down', { status: 502 })
    await expect(authorizeUrl(directory.provider, directory.attempt, CALLBACK)).rejects.toThrow()
    directory.says.discovery = discovery
    expect(await authorizeUrl(directory.provider, directory.attempt, CALLBACK)).toContain('/authorize')
  })
})
