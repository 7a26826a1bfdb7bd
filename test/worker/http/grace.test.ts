import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { owner, settings, database } from '#test/owner.ts'
import { inside, portalAs, signedIn } from '#test/world.ts'
import { staffClaims } from '#test/durable-objects/sockets.ts'
import { exchanged } from '#worker/http/grace.ts'
import { openBearer } from '#worker/http/bearer.ts'
import type { Staff } from '#worker/live/rules/claims.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor } from '../api/program.ts'
import { pairFor } from '../auth/tokens.ts'

const context = { requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' }
const minutes = (count: number) => count * 60_000

/** What a socket stands on that was let in with this token. */
function heldBy(token: string, userId: string): Staff {
  const { iat = 0, exp = 0, sid, fam } = decodeJwt<{ sid: string; fam: string }>(token)
  return staffClaims({ userId, loginId: sid, familyId: fam, issuedAt: iat * 1000, expiresAt: exp * 1000 })
}

/** Vera's program with an open socket, and what becomes of its token so long after the end of it. */
async function socket() {
  const { person, browser } = await portalAs('vera')
  const { accessToken: token } = await pairFor(browser)
  const held = heldBy(token, person.id)
  const exchange = (after: number, more: { held?: Partial<Staff>; token?: string } = {}) =>
    exchanged(
      { settings, database },
      { token: more.token ?? token, held: { ...held, ...more.held }, now: new Date(held.expiresAt + after), context },
    )
  return { person, browser, token, held, exchange }
}

describe('an access token that ran out on an open socket', () => {
  it('is exchanged by that socket, up to five minutes later, for another quarter of an hour', async () => {
    const { exchange, held } = await socket()
    for (const after of [1_000, minutes(5) - 2_000]) {
      const expiresAt = held.expiresAt + after + minutes(15)
      expect(await exchange(after)).toEqual({ ...held, expiresAt })
    }
  })

  it('lengthens no sign-in', async () => {
    const { exchange, held, person } = await socket()
    await owner("update app.login_session set expires_at = now() + interval '5 minutes' where operator_id = $1", [person.id])
    expect((await exchange(1_000))!.expiresAt - held.expiresAt).toBeLessThanOrEqual(minutes(5) + 1_000)
  })

  it('is exchanged once: then the socket stands on another end', async () => {
    const { exchange } = await socket()
    const again = (await exchange(1_000))!
    expect(await exchange(2_000, { held: again })).toBeNull()
  })

  it('is nothing after that', async () => {
    const { exchange } = await socket()
    expect(await exchange(minutes(5) + 2_000)).toBeNull()
  })

  it('opens nothing by itself, however short the time since', async () => {
    const { token, held } = await socket()
    expect(await openBearer(token, settings.sessionKey, new Date(held.expiresAt + 31_000))).toBeNull()
  })

  it('is nothing in the socket of somebody else, of another sign-in, of another program or of another token', async () => {
    const { person, browser, held, exchange } = await socket()
    const hugo = await portalAs('hugo')
    expect(await exchange(1_000, { held: { userId: hugo.person.id } })).toBeNull()
    const again = heldBy((await pairFor(await signedIn(person))).accessToken, person.id)
    expect(await exchange(1_000, { held: { loginId: again.loginId } })).toBeNull()
    const other = heldBy((await pairFor(browser)).accessToken, person.id)
    expect(await exchange(1_000, { held: { familyId: other.familyId } })).toBeNull()
    expect(await exchange(1_000, { held: { familyId: null } })).toBeNull()
    expect(await exchange(1_000, { held: { issuedAt: held.issuedAt + 1_000 } })).toBeNull()
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
    const held = heldBy(token, vera.person.id)
    expect(await exchanged({ settings, database }, { token, held, now: new Date(held.expiresAt + 1_000), context })).toBeNull()
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
