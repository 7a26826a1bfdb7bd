import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { Browser } from '#test/driver.ts'
import { settings } from '#test/owner.ts'
import { hire, portal, signedIn } from '#test/world.ts'
import { openLogin, sealLogin } from '#worker/auth/login-cookie.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'

const secret = 'a secret of at least thirty-two characters'
const key = new TextEncoder().encode(secret)
const ada: Operator = {
  id: 'ops_ADA',
  name: 'Ada Winterbourne',
  role: 'ADMIN',
  lead: false,
  zone: 'Europe/London',
  version: 3,
  status: 'ACTIVE',
}
const { id: sub, ...person } = ada
const hours = (n: number) => new Date(Date.now() + n * 3_600_000)

type Change = { alg?: string; typ?: string; aud?: string; claims?: Record<string, unknown>; signedWith?: Uint8Array }
const forged = ({ alg = 'HS256', typ = 'portal-login+jwt', aud = 'portal-pages', claims = {}, signedWith = key }: Change) =>
  new SignJWT({ person, key: 'k', sub, exp: Math.floor(hours(12).getTime() / 1000), aud, ...claims })
    .setProtectedHeader({ alg, typ })
    .sign(signedWith)

describe('the sign-in cookie', () => {
  it('says who signed in, and with which key', async () => {
    const cookie = await sealLogin({ operator: ada, loginKey: 'k', expiresAt: hours(12) }, secret)
    expect(await openLogin(cookie, secret)).toEqual({ operator: ada, loginKey: 'k' })
    expect(await openLogin(await forged({}), secret)).toEqual({ operator: ada, loginKey: 'k' }) // so that the forgeries below differ in one thing only
  })

  it.each<[string, Change]>([
    ['signed with another key', { signedWith: new TextEncoder().encode('x'.repeat(42)) }],
    ['of another algorithm', { alg: 'HS512' }],
    ['of another type', { typ: 'JWT' }],
    ['of a type of the API', { typ: 'at+jwt' }],
    ['for another audience', { aud: 'portal-api' }],
    ['long past its end', { claims: { exp: Math.floor(hours(-1).getTime() / 1000) } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a person', { claims: { person: undefined } }],
    ['without a name', { claims: { sub: undefined } }],
    ['without a key', { claims: { key: undefined } }],
    ['with a key that is no text', { claims: { key: { $gt: '' } } }],
    ['with a role that does not exist', { claims: { person: { ...person, role: 'ROOT' } } }],
  ])('is nobody’s when it is %s', async (_, change) => {
    expect(await openLogin(await forged(change), secret)).toBeNull()
  })

  it('is nobody’s when it is not signed at all, cut, bent or empty', async () => {
    const unsigned = new UnsecuredJWT({ person, key: 'k', sub, aud: 'portal-pages', exp: Math.floor(hours(1).getTime() / 1000) }).encode()
    const good = await forged({})
    const [header, payload = '', signature] = good.split('.')
    const raised = btoa(atob(payload.replaceAll('-', '+').replaceAll('_', '/')).replace('Ada Winterbourne', 'Eve Winterbourne')).replace(
      /=+$/,
      '',
    )
    for (const cookie of [
      unsigned,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${raised}.${signature}`,
      good.slice(0, -4),
      '',
      '.',
      'null',
    ]) {
      expect(await openLogin(cookie, secret)).toBeNull()
    }
  })

  it('is still read when this machine’s clock runs minutes ahead: the database judges', async () => {
    const cookie = await sealLogin({ operator: ada, loginKey: 'k', expiresAt: new Date(Date.now() - 5 * 60_000) }, secret)
    expect(await openLogin(cookie, secret)).toEqual({ operator: ada, loginKey: 'k' })
  })

  it('is not enough by itself: with our own signature but a key that opened no sign-in, nobody is in', async () => {
    const vera = await hire('vera')
    const operator = { id: vera.id, name: vera.name, role: 'ADMIN', lead: true, zone: 'UTC', version: 1, status: 'ACTIVE' } as const
    const cookie = await sealLogin({ operator, loginKey: 'guessed', expiresAt: hours(1) }, settings.sessionKey)
    const response = await new Browser(portal(), { '__Host-portal': cookie }, 'guessed').get('/')
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/sign-in'])
  })

  it('lends nobody another’s name: Vera’s key beside Ada’s name is refused', async () => {
    const [vera, other] = [await hire('vera'), await hire('ada')]
    const browser = await signedIn(vera)
    const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
    const operator = { id: other.id, name: other.name, role: 'ADMIN', lead: false, zone: 'UTC', version: 1, status: 'ACTIVE' } as const
    const cookie = await sealLogin({ operator, loginKey: login?.loginKey ?? '', expiresAt: hours(1) }, settings.sessionKey)
    expect((await new Browser(portal(), { '__Host-portal': cookie }, login?.loginKey).get('/')).status).toBe(303)
  })
})
