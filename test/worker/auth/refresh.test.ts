import { decodeJwt } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { recordingRooms } from '#test/rooms.ts'
import { database, owner } from '#test/owner.ts'
import { inside, portal, portalAs, signedIn, trailOf } from '#test/world.ts'
import type { Client, Database } from '#worker/db/driver.ts'
import { newSecret } from '#worker/rules/ids.ts'
import { actorFor, Program } from '../api/program.ts'
import { type Answer, opens, pairFor, refresh } from './tokens.ts'

const familyOf = (accessToken: string | undefined) => String(decodeJwt(accessToken ?? '').fam)
type Family = { generation: number; end_reason: string | null; tokens: number }
const rowOf = async (family: string) =>
  (
    await owner<Family>(
      'select f.generation, f.end_reason, (select count(*)::int from app.refresh_token t where t.family_id = f.id) as tokens from app.token_family f where f.id = $1',
      [family],
    )
  )[0]
const passed = (family: string, seconds: number) =>
  owner('update app.token_family set rotated_at = rotated_at - make_interval(secs => $2) where id = $1', [family, seconds])
const acts = async (operatorId: string) =>
  (await trailOf(`operator:${operatorId}`)).map(({ act }) => act).filter((act) => act.startsWith('program:'))

/** The alert of a token in two hands, which most of these tests bring about. */
const silent = () => vi.spyOn(console, 'error').mockImplementation(() => {})
afterEach(() => void vi.restoreAllMocks())

/** Vera's program, and its family. */
async function program() {
  const { person, browser } = await portalAs('vera')
  const pair = await pairFor(browser)
  return { person, browser, ...pair, family: familyOf(pair.accessToken) }
}

describe('a refresh token', () => {
  it('is traded for the next pair; the database keeps its hash and the key of the sign-in sealed', async () => {
    const { person, browser, refreshToken, accessToken, family } = await program()
    const next = await refresh(refreshToken)
    expect(next).toMatchObject({ status: 200, tokenType: 'Bearer', expiresIn: 900 })
    expect(familyOf(next.accessToken)).toBe(family)
    expect([await opens(next.accessToken), await opens(accessToken)]).toEqual([true, true])
    expect(await rowOf(family)).toEqual({ generation: 2, end_reason: null, tokens: 2 })
    const kept = JSON.stringify(
      await owner('select * from app.token_family f join app.refresh_token t on t.family_id = f.id where f.id = $1', [family]),
    )
    for (const secret of [refreshToken, next.refreshToken ?? '', browser.cookies.get('__Host-portal') ?? ''])
      expect(kept).not.toContain(secret)
    expect(await acts(person.id)).toEqual(['program:refresh'])
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({
      entity_ids: [family],
      facts: { token: decodeJwt(next.accessToken ?? '').jti, again: false },
    })
  })

  it('says who the person is now: a lead mark that was given since stands in the next token', async () => {
    const { person, refreshToken, accessToken } = await program()
    await owner('update app.internal_user set lead = true where id = $1', [person.id])
    const { accessToken: next } = await refresh(refreshToken)
    expect(decodeJwt<{ person: { lead: boolean } }>(next ?? '').person.lead).toBe(true)
    expect([await opens(accessToken), await opens(next)]).toEqual([false, true])
  })

  it('has one child, however many trade it at once', async () => {
    const { person, refreshToken, family } = await program()
    const answers = await Promise.all(Array.from({ length: 64 }, () => refresh(refreshToken)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map((each) => each.refreshToken)).size).toBe(1)
    expect(await rowOf(family)).toEqual({ generation: 2, end_reason: null, tokens: 2 })
    const traded = (await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'program:refresh')
    expect(traded.filter(({ facts }) => facts.again === false)).toHaveLength(1)
    expect((await refresh(answers[0]?.refreshToken ?? '')).status).toBe(200)
  })

  it('shown again within ten seconds, because the answer was lost, gets the same child', async () => {
    const { refreshToken, family } = await program()
    const first = await refresh(refreshToken)
    await passed(family, 9)
    const again = await refresh(refreshToken)
    expect([again.status, again.refreshToken]).toEqual([200, first.refreshToken])
    expect(await rowOf(family)).toMatchObject({ generation: 2, end_reason: null })
  })

  it.each([
    ['its parent, after ten seconds', 1],
    ['its grandparent, at once', 2],
    ['one much older', 5],
  ])('ends the whole family when it is %s: its tokens and its sockets', async (_, generations) => {
    const said = silent()
    const rooms = recordingRooms()
    const { person, browser, refreshToken, accessToken, family } = await program()
    let newest: Answer = { status: 200, refreshToken, accessToken }
    for (let i = 0; i < generations; i++) newest = await refresh(newest.refreshToken ?? '')
    if (generations === 1) await passed(family, 10)

    const stolen = await refresh(refreshToken, portal({ rooms: rooms.rooms }))

    expect([stolen.status, stolen.code]).toEqual([401, 'REFRESH_REFUSED'])
    expect(await rowOf(family)).toMatchObject({ end_reason: 'REUSED' })
    expect([await opens(accessToken), await opens(newest.accessToken)]).toEqual([false, false])
    expect((await refresh(newest.refreshToken ?? '')).status).toBe(401)
    expect(rooms.heard).toEqual([{ userId: person.id, over: { what: 'family', familyId: family } }])
    expect((await acts(person.id)).filter((act) => act === 'program:reuse')).toHaveLength(1)
    expect(said.mock.calls.join()).toContain('refresh_token_reused')
    for (const secret of [refreshToken, newest.refreshToken ?? '']) expect(said.mock.calls.join()).not.toContain(secret)
    // The browser was not robbed, and goes on.
    expect((await browser.get('/account/sign-ins')).status).toBe(200)
  })

  it('of a family that has ended is refused again and again, and leaves no more rows', async () => {
    silent()
    const { person, refreshToken, family } = await program()
    const next = await refresh(refreshToken)
    await passed(family, 11)
    for (const token of [refreshToken, refreshToken, next.refreshToken ?? '']) expect((await refresh(token)).status).toBe(401)
    expect(await acts(person.id)).toEqual(['program:refresh', 'program:reuse'])
  })

  it('leaves other programs of the same sign-in alone when it is in two hands', async () => {
    silent()
    const { browser, refreshToken, family } = await program()
    const other = await pairFor(browser)
    await refresh(refreshToken)
    await passed(family, 11)
    await refresh(refreshToken)
    expect(await opens(other.accessToken)).toBe(true)
    expect((await refresh(other.refreshToken)).status).toBe(200)
  })

  it.each([
    ['was ended', 'update app.login_session set revoked_at = now() where operator_id = $1'],
    [
      'ran out',
      "update app.login_session set created_at = now() - interval '13 hours', expires_at = now() - interval '1 s' where operator_id = $1",
    ],
    ['was idle for an hour', "update app.login_session set seen_at = now() - interval '61 minutes' where operator_id = $1"],
    ['is of somebody who was held', "update app.internal_user set status = 'HELD' where id = $1"],
    ['is of somebody whose role changed', "update app.internal_user set role = 'SUPPORT_L2' where id = $1"],
    ['is of somebody who has left', "update app.internal_user set status = 'DEACTIVATED' where id = $1"],
  ])('is refused when its sign-in %s, and nothing is recorded of it', async (_, change) => {
    const { person, refreshToken, family } = await program()
    await owner(change, [person.id])
    expect(await refresh(refreshToken)).toMatchObject({ status: 401, code: 'REFRESH_REFUSED' })
    expect(await rowOf(family)).toMatchObject({ generation: 1, end_reason: null })
    expect(await acts(person.id)).toEqual([])
  })

  it('is no act of a person: the hour in which nobody came goes on', async () => {
    const { person, refreshToken } = await program()
    await owner("update app.login_session set seen_at = now() - interval '50 minutes' where operator_id = $1", [person.id])
    await refresh(refreshToken)
    const [row] = await owner<{ idle: number }>(
      'select extract(epoch from now() - seen_at)::int as idle from app.login_session where operator_id = $1',
      [person.id],
    )
    expect(row?.idle).toBeGreaterThan(2_900)
  })

  it('never outlasts its sign-in', async () => {
    const { person, refreshToken } = await program()
    await owner("update app.login_session set expires_at = now() + interval '100 s' where operator_id = $1", [person.id])
    const next = (await refresh(refreshToken)) as Answer & { expiresIn: number }
    expect(next.expiresIn).toBeGreaterThan(90)
    expect(next.expiresIn).toBeLessThanOrEqual(100)
  })

  it('is nothing that anybody made up, be it an access token or a cookie', async () => {
    const { browser, accessToken } = await program()
    expect(await refresh(newSecret())).toMatchObject({ status: 401, code: 'REFRESH_REFUSED' })
    for (const token of ['', 'x', accessToken, browser.cookies.get('__Host-portal') ?? '', `${newSecret()}\0`])
      expect((await refresh(token)).status).toBe(422)
  })

  it('opens nothing itself', async () => {
    const { refreshToken } = await program()
    expect(await opens(refreshToken)).toBe(false)
  })

  it('lost on the way from the database is asked for again, and is one child', async () => {
    const { refreshToken, family } = await program()
    let silences = 1
    const deaf: Database = (duty) => {
      const client = database(duty)
      return {
        query: client.query,
        transaction: async (...args: Parameters<Client['transaction']>) => {
          const answer = await client.transaction(...args)
          if (silences-- > 0) throw new TypeError('fetch failed')
          return answer
        },
      } as unknown as Client
    }
    const next = await refresh(refreshToken, portal({ database: deaf }))
    expect(next.status).toBe(200)
    expect(await rowOf(family)).toEqual({ generation: 2, end_reason: null, tokens: 2 })
    expect((await refresh(next.refreshToken ?? '')).status).toBe(200)
  })
})

describe('the token of a session', () => {
  it('dies with the family of the program that entered', async () => {
    silent()
    const vera = await inside('vera')
    const actor = new Program(await actorFor(vera))
    expect((await actor.get('/api/v1/workspace/cases')).status).toBe(200)
    await owner("update app.token_family set ended_at = now(), end_reason = 'REUSED' where id = $1", [familyOf(actor.token)])
    for (const path of ['/api/v1/workspace/cases', '/api/v1/me']) expect((await actor.get(path)).body.code).toBe('SIGNED_OUT')
  })
})

describe('any order of trading, waiting and showing old tokens', () => {
  /** What should become of it: tokens by generation, the newest last. */
  type Model = { newest: number; waited: number; over: boolean }

  const expected = (model: Model, shown: number): { ok: boolean; after: Model } => {
    if (model.over) return { ok: false, after: model }
    if (shown === model.newest) return { ok: true, after: { newest: shown + 1, waited: 0, over: false } }
    if (shown === model.newest - 1 && model.waited < 10) return { ok: true, after: model }
    return { ok: false, after: { ...model, over: true } }
  }

  /** Numbers that look like chance and are the same in every run. */
  function* chances(seed: number) {
    for (let state = seed; ; ) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      yield state / 2_147_483_648
    }
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('does what the model says (%i)', async (seed) => {
    silent()
    const { refreshToken, family } = await program()
    const tokens = [refreshToken]
    const chance = chances(seed)
    const next = () => chance.next().value as number
    let model: Model = { newest: 0, waited: 0, over: false }
    for (let step = 0; step < 14; step++) {
      if (next() < 0.3) {
        await passed(family, 6)
        model = { ...model, waited: model.waited + 6 }
        continue
      }
      const back = Math.floor(next() ** 3 * 3)
      const shown = Math.max(0, tokens.length - 1 - back)
      const { ok, after } = expected(model, shown)
      const answer = await refresh(tokens[shown] ?? '')
      expect([seed, step, shown, answer.status]).toEqual([seed, step, shown, ok ? 200 : 401])
      if (ok && after.newest > model.newest) tokens.push(answer.refreshToken ?? '')
      else if (ok) expect(answer.refreshToken).toBe(tokens[shown + 1])
      model = after
      expect(await rowOf(family)).toMatchObject({ generation: model.newest + 1, end_reason: model.over ? 'REUSED' : null })
    }
  })
})

describe('signing in twice', () => {
  it('gives programs that do not hang together', async () => {
    const { person, browser, refreshToken } = await program()
    const other = await pairFor(await signedIn(person))
    await browser.post('/sign-out')
    expect((await refresh(refreshToken)).status).toBe(401)
    expect((await refresh(other.refreshToken)).status).toBe(200)
  })
})
