import { base64url, decodeJwt, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { hire, inside, portalAs, REASON, signedIn, trailOf } from '#test/world.ts'
import { ACCESS_LASTS, accessToken, judgeBearer } from '#worker/http/bearer.ts'
import { signingKey } from '#worker/http/seal.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor, JSON_TYPE, ORIGIN, Program, programOf, tokenFor } from './program.ts'

const ask = (browser: Awaited<ReturnType<typeof signedIn>>, headers: Record<string, string>, body: string | null = '{}') =>
  browser.send('/api/v1/auth/tokens', { method: 'POST', headers, body })

describe('an access token', () => {
  it('is given to the browser of somebody who is signed in, says who they are, and leaves a row', async () => {
    const { person, browser } = await portalAs('vera')
    const response = await ask(browser, { Origin: ORIGIN, ...JSON_TYPE })
    expect(response.status).toBe(201)
    const given = (await response.json()) as { accessToken: string }
    expect(given).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 })
    const claims = decodeJwt(given.accessToken)
    const [row] = await owner<{ id: string; email: string }>(
      'select l.id, u.email from app.login_session l join app.internal_user u on u.id = l.operator_id where u.id = $1',
      [person.id],
    )
    expect(claims).toMatchObject({
      iss: 'operations-portal',
      aud: 'portal-api',
      sub: person.id,
      email: row?.email,
      role: 'SUPPORT_L1',
      sid: row?.id,
    })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'sign_in:token', facts: { token: claims.jti } })
    expect((await new Program(given.accessToken).get('/api/v1/me')).body).toMatchObject({ id: person.id, session: null })
  })

  it('is given to no other site, no other type of body, nobody who is signed out, and for no other token', async () => {
    const { browser } = await portalAs('vera')
    expect((await ask(browser, { ...JSON_TYPE })).status).toBe(403)
    expect((await ask(browser, { Origin: 'https://evil.example', ...JSON_TYPE })).status).toBe(403)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
      const response = await ask(browser, { Origin: ORIGIN, 'Content-Type': type })
      expect([type, response.status, ((await response.json()) as { code: string }).code]).toEqual([type, 415, 'UNSUPPORTED_MEDIA_TYPE'])
    }
    const program = await programOf(browser)
    expect((await program.post('/api/v1/auth/tokens', {}, { Origin: ORIGIN })).status).toBe(401)
    browser.cookies.clear()
    expect((await ask(browser, { Origin: ORIGIN, ...JSON_TYPE })).status).toBe(401)
  })

  it('is the only thing that counts: a cookie alone opens nothing, and beside a token it says nothing', async () => {
    const vera = await inside('vera')
    for (const path of ['/api/v1/tenants', '/api/v1/me', '/api/v1/workspace/cases']) {
      const response = await vera.browser.get(path)
      expect([path, response.status]).toEqual([path, 401])
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="operations-portal"')
      expect(response.headers.getSetCookie()).toEqual([])
    }
    const hugo = await portalAs('hugo')
    const mixed = await vera.browser.get('/api/v1/me', { Authorization: `Bearer ${await tokenFor(hugo.browser)}` })
    expect(await mixed.json()).toMatchObject({ id: hugo.person.id, session: null })
  })

  it.each([
    ['the sign-in is over', 'update app.login_session set revoked_at = now() where operator_id = $1'],
    [
      'the sign-in has expired',
      "update app.login_session set created_at = now() - interval '13 hours', expires_at = now() - interval '1 hour' where operator_id = $1",
    ],
    ['nobody came for an hour', "update app.login_session set seen_at = now() - interval '61 minutes' where operator_id = $1"],
    ['the person has another role now', "update app.internal_user set role = 'SUPPORT_L2' where id = $1"],
  ])('dies when %s', async (_, change) => {
    const { person, browser } = await portalAs('vera')
    const program = await programOf(browser)
    expect((await program.get('/api/v1/tenants')).status).toBe(200)
    await owner(change, [person.id])
    const after = await program.get('/api/v1/tenants')
    expect([after.status, after.body.code]).toEqual([401, 'SIGNED_OUT'])
    expect(after.headers.get('WWW-Authenticate')).toContain('invalid_token')
  })

  it('dies with its person’s signing out in the browser', async () => {
    const { browser } = await portalAs('vera')
    const program = await programOf(browser)
    await browser.post('/sign-out')
    expect((await program.get('/api/v1/me')).status).toBe(401)
  })
})

describe('somebody who is held', () => {
  it('gets no token, and is told why in the API’s words', async () => {
    const vera = await hire('vera', {
      status: 'HELD',
      held_at: new Date().toISOString(),
      held_reason: 'Far more records than anybody needs.',
    })
    const response = await ask(await signedIn(vera), { Origin: ORIGIN, ...JSON_TYPE })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'HELD'])
    expect((await trailOf(`operator:${vera.id}`)).map(({ act }) => act)).not.toContain('sign_in:token')
  })
})

describe('a token that is not what it says', () => {
  const parts = (token: string) => token.split('.') as [string, string, string]
  const encoded = (value: object) => base64url.encode(JSON.stringify(value))

  /** Vera's own facts, signed as a test wants. */
  async function made(change: { until?: Date; secret?: string } = {}) {
    const { browser, person } = await portalAs('vera')
    const real = await tokenFor(browser)
    const claims = decodeJwt<{ person: Record<string, unknown>; sealed: string }>(real)
    const from = new Date(Date.now() - 3_600_000)
    const again = await accessToken(change.secret ?? settings.sessionKey, {
      operator: { id: person.id, ...(claims.person as object) } as never,
      loginKey: 'a key that somebody knows',
      email: 'x@vendor.example',
      loginId: newId('log'),
      familyId: newId('fam'),
      tokenId: newId('tok'),
      from,
      until: change.until ?? new Date(Date.now() + 60_000),
    })
    return { real, claims, again }
  }
  const refused = async (token: string) => expect((await new Program(token).get('/api/v1/me')).status).toBe(401)

  it('is refused when it is over', async () => {
    await refused((await made({ until: new Date(Date.now() - 60_000) })).again)
  })

  it('is looked at each time: what was good a moment ago is refused after its end, or with one letter changed', async () => {
    const { real } = await made()
    const judged = (token: string, ms = 0) => judgeBearer(token, settings.sessionKey, new Date(Date.now() + ms))
    expect([await judged(real), await judged(real)]).toMatchObject([{ ok: true }, { ok: true }])
    const [head, payload, signature] = parts(real)
    const bent = `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    expect(await judged(bent)).toEqual({ ok: false, because: 'INVALID' })
    expect(await judgeBearer(real, `${settings.sessionKey}!`, new Date())).toEqual({ ok: false, because: 'INVALID' })
    expect(await judged(real, (ACCESS_LASTS + 31) * 1000)).toEqual({ ok: false, because: 'EXPIRED' })
  })

  it('is refused under another key, be it the one that signs cookies', async () => {
    const { claims, again } = await made({ secret: `${settings.sessionKey}!` })
    await refused(again)
    const withCookieKey = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'portal-access+jwt' })
    await refused(await withCookieKey.sign(new TextEncoder().encode(settings.sessionKey)))
  })

  it('is refused unsigned, or signed by another algorithm', async () => {
    const { real, claims } = await made()
    const [, payload, signature] = parts(real)
    for (const alg of ['none', 'None', 'RS256', 'HS512']) {
      await refused(`${encoded({ alg, typ: 'portal-access+jwt' })}.${payload}.`)
      await refused(`${encoded({ alg, typ: 'portal-access+jwt' })}.${payload}.${signature}`)
    }
    const longer = new SignJWT(claims).setProtectedHeader({ alg: 'HS512', typ: 'portal-access+jwt' })
    await refused(await longer.sign(await signingKey(settings.sessionKey, 'access-token')))
  })

  it('is refused when its sealed part was bent, or comes from another token', async () => {
    const { claims } = await made()
    const key = await signingKey(settings.sessionKey, 'access-token')
    const sign = (change: object) =>
      new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'HS256', typ: 'portal-access+jwt' }).sign(key)
    expect((await new Program(await sign({})).get('/api/v1/me')).status).toBe(200)
    const bent = base64url.decode(claims.sealed).map((byte, i) => (i === 20 ? byte ^ 1 : byte))
    await refused(await sign({ sealed: base64url.encode(bent) }))
    await refused(await sign({ jti: newId('tok') }))
    const nils = await hire('nils')
    await refused(await sign({ sub: nils.id }))
    await refused(await sign({ sealed: (await made()).claims.sealed }))
    for (const claim of ['sub', 'jti', 'exp', 'iat', 'sid', 'fam', 'person', 'sealed', 'iss', 'aud'])
      await refused(await sign({ [claim]: undefined }))
  })

  it.each(['', 'x', 'a.b.c', 'Bearer', `${'x'.repeat(4_000)}.y.z`])('is refused as %j', async (token) => {
    await refused(token)
  })
})

describe('no kind of token', () => {
  it('serves as another', async () => {
    const vera = await inside('vera')
    const tokens = {
      access: await tokenFor(vera.browser),
      actor: await actorFor(vera),
      cookie: vera.browser.cookies.get('__Host-portal') ?? '',
    }
    const statuses = async (token: string) => {
      const program = new Program(token)
      return [
        (await program.get('/api/v1/me')).status,
        (await program.get('/api/v1/workspace/cases')).status,
        (await program.get('/api/v1/tenant/me')).status,
      ]
    }
    expect(await statuses(tokens.access)).toEqual([200, 403, 401])
    expect(await statuses(tokens.actor)).toEqual([200, 200, 401])
    expect(await statuses(tokens.cookie)).toEqual([401, 401, 401])
    for (const token of [tokens.access, tokens.actor]) {
      vera.browser.cookies.set('__Host-portal', token)
      expect((await vera.browser.get('/')).status).toBe(303)
    }
  })

  it('serves as another with its type changed in the head, or signed again under it with its own key', async () => {
    const vera = await inside('vera')
    const kinds = {
      access: { token: await tokenFor(vera.browser), type: 'portal-access+jwt', use: 'access-token', audience: 'portal-api' },
      actor: { token: await actorFor(vera), type: 'portal-actor+jwt', use: 'actor-token', audience: 'portal-session' },
    } as const
    for (const [mine, other] of [
      [kinds.access, kinds.actor],
      [kinds.actor, kinds.access],
    ] as const) {
      const [, payload, signature] = mine.token.split('.')
      const head = base64url.encode(JSON.stringify({ alg: 'HS256', typ: other.type }))
      expect((await new Program(`${head}.${payload}.${signature}`).get('/api/v1/me')).status).toBe(401)
      const again = new SignJWT({ ...decodeJwt(mine.token), aud: other.audience }).setProtectedHeader({ alg: 'HS256', typ: other.type })
      for (const use of [mine.use, other.use]) {
        const token = await again.sign(await signingKey(settings.sessionKey, use))
        expect((await new Program(token).get('/api/v1/me')).status).toBe(401)
      }
    }
  })
})

describe('the token of a session', () => {
  /** Vera's program enters a tenant by itself. */
  async function entered() {
    const { person, browser } = await portalAs('vera')
    const program = await programOf(browser)
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    const body = { tenantId: tenant.id, ticketId: ticket.id, category: 'TROUBLESHOOTING', minutes: 30, reason: REASON }
    const key = newId('key')
    const begun = await program.post('/api/v1/impersonations', body, { 'Idempotency-Key': key })
    return {
      person,
      browser,
      program,
      tenant,
      body,
      key,
      begun,
      actor: new Program(String(begun.body.accessToken)),
      id: String(begun.body.id),
    }
  }

  it('says who acts, in which session and tenant, and alone reaches the tenant’s content', async () => {
    const { person, program, tenant, begun, actor, id } = await entered()
    expect(begun.status).toBe(201)
    expect(decodeJwt(actor.token ?? '')).toMatchObject({
      aud: 'portal-session',
      sub: person.id,
      act: { sub: person.id, role: 'SUPPORT_L1' },
      imp: id,
      tenantId: tenant.id,
    })
    expect((await actor.get('/api/v1/workspace/cases')).status).toBe(200)
    expect((await program.get('/api/v1/workspace/cases')).status).toBe(403)
    expect((await actor.get('/api/v1/impersonations/current')).body).toMatchObject({ live: true, id })
    expect((await actor.get('/api/v1/me')).body).toMatchObject({ session: { id, tenantId: tenant.id } })
    const acts = (await trailOf(`tenant:${tenant.id}`)).map(({ act, session_id }) => [act, session_id])
    expect(acts).toContainEqual(['case:list', id])
  })

  it('is given again for the same key, and only for the same question', async () => {
    const { program, body, key, id } = await entered()
    const again = await program.post('/api/v1/impersonations', body, { 'Idempotency-Key': key })
    expect([again.status, again.body.id]).toEqual([201, id])
    expect((await new Program(String(again.body.accessToken)).get('/api/v1/workspace/cases')).status).toBe(200)
    const other = await program.post('/api/v1/impersonations', { ...body, minutes: 60 }, { 'Idempotency-Key': key })
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    const second = await program.post('/api/v1/impersonations', body)
    expect([second.status, second.body.code]).toEqual([409, 'ALREADY_IN_SESSION'])
  })

  it('dies when the session is ended, at every door but that of ending it', async () => {
    const { program, actor, id } = await entered()
    const ended = await program.post(`/api/v1/impersonations/${id}/end`)
    expect([ended.status, ended.body.endReason]).toEqual([200, 'MANUAL'])
    for (const path of ['/api/v1/workspace/cases', '/api/v1/tenants', '/api/v1/me', '/api/v1/impersonations/current']) {
      const after = await actor.get(path)
      expect([path, after.status, after.body.code]).toEqual([path, 401, 'IMPERSONATION_ENDED'])
    }
    expect((await actor.post(`/api/v1/impersonations/${id}/end`)).body).toEqual(ended.body)
    expect((await program.get('/api/v1/me')).status).toBe(200)
  })

  it.each([
    [
      'its time is up',
      "update app.impersonation_session set started_at = now() - interval '31 minutes', expires_at = now() - interval '1 minute' where id = $1",
    ],
    [
      'nobody asked for ten minutes',
      "update app.impersonation_activity set last_act_at = now() - interval '11 minutes' where session_id = $1",
    ],
    [
      'the sign-in is over',
      'update app.login_session set revoked_at = now() where id = (select login_session_id from app.impersonation_session where id = $1)',
    ],
  ])('dies when %s, whatever it says of itself', async (_, change) => {
    const { actor, id } = await entered()
    await owner(change, [id])
    expect((await actor.get('/api/v1/workspace/cases')).status).toBe(401)
    expect((await actor.get('/api/v1/me')).status).toBe(401)
  })

  it('changes nothing outside once its session is over', async () => {
    const { program, actor, tenant, id } = await entered()
    const ticket = await aTicket(tenant.id, null)
    await program.post(`/api/v1/impersonations/${id}/end`)
    expect((await actor.post(`/api/v1/tickets/${ticket.id}/take`)).status).toBe(401)
    expect(await owner('select assignee_id from ticket where id = $1', [ticket.id])).toEqual([{ assignee_id: null }])
  })

  it('ends with nobody’s word but its own or its operator’s', async () => {
    const { id } = await entered()
    const { browser } = await portalAs('hugo')
    expect((await (await programOf(browser)).post(`/api/v1/impersonations/${id}/end`)).status).toBe(404)
    const nobody = await new Program().post(`/api/v1/impersonations/${id}/end`)
    expect([nobody.status, nobody.body.code]).toEqual([401, 'SIGNED_OUT'])
  })
})
