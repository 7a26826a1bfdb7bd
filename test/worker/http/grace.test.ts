import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { owner, settings, database } from '#test/owner.ts'
import { inside, portalAs, signedIn } from '#test/world.ts'
import { exchanged, type Held } from '#worker/http/grace.ts'
import { openBearer } from '#worker/http/bearer.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor } from '../api/program.ts'
import { opens, pairFor } from '../auth/tokens.ts'

const context = { requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' }
const minutes = (count: number) => count * 60_000

/** Vera's program with an open socket, and what becomes of its token so long after the end of it. */
async function socket() {
  const { person, browser } = await portalAs('vera')
  const { accessToken: token } = await pairFor(browser)
  const { exp = 0, sid, fam } = decodeJwt<{ sid: string; fam: string }>(token)
  const held: Held = { userId: person.id, loginId: sid, familyId: fam }
  const exchange = (after: number, more: { held?: Partial<Held>; token?: string } = {}) =>
    exchanged(
      { settings, database },
      { token: more.token ?? token, held: { ...held, ...more.held }, now: new Date(exp * 1000 + after), context },
    )
  return { person, browser, token, held, exp, exchange }
}

describe('an access token that ran out on an open socket', () => {
  it('is exchanged by that socket, up to five minutes later, for one of the same family', async () => {
    const { exchange, held } = await socket()
    for (const after of [1_000, minutes(5) - 2_000]) {
      const given = await exchange(after)
      expect(decodeJwt(given?.accessToken ?? '')).toMatchObject({ sub: held.userId, sid: held.loginId, fam: held.familyId })
      expect(given?.expiresAt.getTime()).toBeGreaterThan(Date.now() + minutes(14))
      expect(await opens(given?.accessToken)).toBe(true)
    }
  })

  it('is nothing after that', async () => {
    const { exchange } = await socket()
    expect(await exchange(minutes(5) + 2_000)).toBeNull()
  })

  it('opens nothing by itself, however short the time since', async () => {
    const { token, exp } = await socket()
    expect(await openBearer(token, settings.sessionKey, new Date(exp * 1000 + 31_000))).toBeNull()
  })

  it('is nothing in the socket of somebody else, of another sign-in or of another program', async () => {
    const { person, browser, exchange } = await socket()
    const hugo = await portalAs('hugo')
    expect(await exchange(1_000, { held: { userId: hugo.person.id } })).toBeNull()
    const again = decodeJwt<{ sid: string }>((await pairFor(await signedIn(person))).accessToken)
    expect(await exchange(1_000, { held: { loginId: again.sid } })).toBeNull()
    const other = decodeJwt<{ fam: string }>((await pairFor(browser)).accessToken)
    expect(await exchange(1_000, { held: { familyId: other.fam } })).toBeNull()
    expect(await exchange(1_000, { held: { familyId: null } })).toBeNull()
  })

  it('is believed only as far as it is signed', async () => {
    const { token, exchange } = await socket()
    const [head, payload, signature = ''] = token.split('.')
    const bent = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    expect(await exchange(1_000, { token: `${head}.${payload}.${bent}` })).toBeNull()
    expect(await exchange(1_000, { token: `${head}.${payload}.` })).toBeNull()
  })

  it('is not exchanged inside a tenant: the session is over with its token', async () => {
    const vera = await inside('vera')
    const token = await actorFor(vera)
    const { exp = 0, sid, fam } = decodeJwt<{ sid: string; fam: string }>(token)
    const held = { userId: vera.person.id, loginId: sid, familyId: fam }
    expect(await exchanged({ settings, database }, { token, held, now: new Date(exp * 1000 + 1_000), context })).toBeNull()
  })

  it.each([
    ['the sign-in ended', 'update app.login_session set revoked_at = now() where operator_id = $1'],
    ['the program ended', "update app.token_family set ended_at = now(), end_reason = 'REUSED' where operator_id = $1"],
    ['the role changed', "update app.internal_user set role = 'SUPPORT_L2' where id = $1"],
    ['the lead mark changed', 'update app.internal_user set lead = not lead where id = $1'],
  ])('is refused by the database when %s', async (_, change) => {
    const { person, exchange } = await socket()
    await owner(change, [person.id])
    await expect(exchange(1_000)).rejects.toSatisfy((error: Error) => (error.cause as { code?: string }).code === 'IM400')
  })
})
