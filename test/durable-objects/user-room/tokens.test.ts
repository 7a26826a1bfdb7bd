import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import {
  front,
  type Front,
  LISTENERS,
  note,
  page,
  PAUSES,
  roomOf,
  staffClaims,
  tenantClaims,
  words,
} from '#test/durable-objects/sockets.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, signedIn } from '#test/world.ts'
import type { UserRoom } from '#objects/user-room.ts'
import type { Claims, Staff } from '#worker/live/rules/claims.ts'

const publish = (claims: Claims, ...events: ReturnType<typeof note>[]) => roomOf(claims.userId).publish(events)
const asleep = PAUSES['asleep between every two steps']
/** The front door hands over a token that it has verified. */
const refresh = async (client: Front, claims: Claims, ack = 7) => {
  client.send(`!refresh ${JSON.stringify({ ack, claims })}`)
  const start = `3/notifications,${ack}[`
  await client.until(({ frames }) => frames.some((frame) => frame.startsWith(start)))
  return JSON.parse(client.frames.find((frame) => frame.startsWith(start))!.slice(start.length - 1))[0]
}
const out = (client: Front) => client.until(({ frames, closed }) => frames.includes('1/notifications,') && closed !== null)
/** All that is due of one kind, now. */
const ring = (userId: string, kind: string) =>
  runInDurableObject(roomOf(userId), async (room: UserRoom, state) => {
    state.storage.sql.exec('UPDATE timer SET due = 0 WHERE kind = ?', kind)
    await room.alarm()
    await room.alarm()
  })

describe.each(Object.entries(PAUSES))('the token of a client, the room %s', (_, pause) => {
  it('is asked for its successor a minute before it is over, and the client is out when it is', async () => {
    const claims = staffClaims({ expiresAt: Date.now() + 61_500 })
    const client = await front(claims)
    await pause(claims)
    await client.until(({ events }) => events.some(([name]) => name === 'auth:refresh-needed'))
    const [, body, place] = client.events[0]!
    expect([(body.expiresIn as number) > 55_000, (body.expiresIn as number) <= 60_000, place]).toEqual([true, true, undefined])
    const soon = { ...claims, issuedAt: Date.now(), expiresAt: Date.now() + 1_500 }
    await pause(claims)
    expect(await refresh(client, soon)).toEqual({ success: true, expiresAt: soon.expiresAt })
    await pause(claims)
    await out(client)
    expect([client.closed?.code, Date.now() - soon.expiresAt < 2_000]).toEqual([4401, true])
  })

  it('in its last minute is asked for its successor at once', async () => {
    const claims = tenantClaims({ expiresAt: Date.now() + 30_000 })
    const client = await front(claims)
    await client.until(({ events }) => events.some(([name]) => name === 'auth:refresh-needed'))
  })

  it('is renewed under the open socket: its name stays, nothing is lost, the rooms are those of the new token', async () => {
    const claims = staffClaims({ role: 'SUPPORT_L1', expiresAt: Date.now() + 65_000 })
    const client = await front(claims)
    const events = [
      note(claims),
      note(claims, { audience: 'role:SUPPORT_L2' }),
      note(claims, { audience: 'role:SUPPORT_L1' }),
      note(claims),
    ]
    await pause(claims)
    const newer: Staff = { ...claims, role: 'SUPPORT_L2', issuedAt: Date.now(), expiresAt: Date.now() + 900_000 }
    const [answer] = await Promise.all([refresh(client, newer), publish(claims, events[0]!)])
    expect(answer).toEqual({ success: true, expiresAt: newer.expiresAt })
    await pause(claims)
    await publish(claims, ...events.slice(1))
    await client.until(({ told }) => told.length === 3)
    expect(client.told).toEqual(words([events[0]!, events[1]!, events[3]!]))
    await pause(claims)
    expect(await client.ask(8, 'debug:my-rooms')).toEqual([[`user:${claims.userId}`, 'role:SUPPORT_L2', 'staff']])
    await ring(claims.userId, 'warn')
    expect([client.closed, client.events.some(([name]) => name === 'auth:refresh-needed')]).toEqual([null, false])
  })

  it.each([
    ['of somebody else', (claims: Staff): Claims => ({ ...claims, userId: 'ops_other', issuedAt: Date.now() })],
    ['of another kind', (claims: Staff): Claims => tenantClaims({ userId: claims.userId })],
    ['older than the one that is held', (claims: Staff): Claims => ({ ...claims, issuedAt: claims.issuedAt - 1 })],
    ['that is over', (claims: Staff): Claims => ({ ...claims, issuedAt: Date.now(), expiresAt: Date.now() - 1 })],
  ])('is not renewed by one %s, and the client is out', async (_which, other) => {
    const claims = staffClaims()
    const client = await front(claims)
    await pause(claims)
    expect(await refresh(client, other(claims))).toEqual({ success: false, code: 'INVALID_TOKEN' })
    await out(client)
    expect(client.closed?.code).toBe(4401)
  })

  it('of a tenant’s user is not renewed by one of another tenant', async () => {
    const claims = tenantClaims()
    const client = await front(claims)
    await pause(claims)
    expect(await refresh(client, { ...claims, tenantId: 'ten_other', issuedAt: Date.now() })).toMatchObject({ success: false })
    await out(client)
  })
})

describe.each(LISTENERS)('an end, $who, the room $how', ({ who, open, pause }) => {
  const isGone = (client: Awaited<ReturnType<typeof open>>) => client.until(({ closed }) => closed !== null)
  const last = (frames: string[]) => (who === 'a client' ? frames.at(-1) === '1/notifications,' : frames.at(-1)?.includes('signed:out'))

  it.each([
    ['of the person', () => ({ what: 'user' }) as const, 4403],
    ['of the sign-in', ({ loginId }: Staff) => ({ what: 'login', loginId }) as const, 4401],
    ['of the chain of tokens', () => ({ what: 'family', familyId: 'one' }) as const, 4401],
  ])('%s closes every socket that rests on it, with a word before, however often it is said', async (_which, overOf, code) => {
    const claims = staffClaims({ familyId: 'one' })
    const [one, two] = [await open(claims), await open(claims)]
    await pause(claims)
    for (let i = 0; i < 3; i++) {
      await roomOf(claims.userId).revoke(overOf(claims))
      await pause(claims)
    }
    for (const client of [await isGone(one), await isGone(two)]) expect([last(client.frames), client.closed]).toEqual([true, { code }])
    await publish(claims, note(claims))
    expect(one.told).toEqual([])
  })

  it('of another sign-in, chain or session leaves it alone', async () => {
    const claims = staffClaims({ inside: { tenantId: 'ten_a', sessionId: 'imp_a' } })
    const client = await open(claims)
    await pause(claims)
    for (const over of [
      { what: 'login', loginId: 'x' },
      { what: 'family', familyId: 'x' },
      { what: 'session', sessionId: 'x' },
    ] as const)
      await roomOf(claims.userId).revoke(over)
    await publish(claims, note(claims, { audience: 'tenant:ten_a' }))
    await client.until(({ told }) => told.length === 1)
  })

  it('turns away who was let in a moment before it, and not who signed in after it', async () => {
    const claims = staffClaims()
    await roomOf(claims.userId).revoke({ what: 'login', loginId: claims.loginId })
    await pause(claims)
    const late = await isGone(await open(claims))
    expect([late.told, late.closed?.code]).toEqual([[], 4401])
    await roomOf(claims.userId).revoke({ what: 'user' })
    await pause(claims)
    await isGone(await open({ ...claims, loginId: 'log_other' }))
    const anew = await open({ ...claims, loginId: 'log_new', issuedAt: Date.now() + 1 })
    await publish(claims, note(claims))
    await anew.until(({ told }) => told.length === 1)
  })
})

describe('the end of a session in a tenant', () => {
  it('closes the client whose token is of it, and lets a page stay that then hears no more of the tenant', async () => {
    const claims = staffClaims({ inside: { tenantId: 'ten_a', sessionId: 'imp_a' } })
    const [client, tab] = [await front(claims), await page(claims)]
    await asleep(claims)
    await roomOf(claims.userId).revoke({ what: 'session', sessionId: 'imp_a' })
    await out(client)
    await publish(claims, note(claims, { audience: 'tenant:ten_a' }), note(claims, { body: { message: 'mine' } }))
    await tab.until(({ told }) => told.length === 1)
    expect([tab.told, tab.closed]).toEqual([['mine'], null])
    const again = await page(claims, { since: tab.place })
    await publish(claims, note(claims, { audience: 'tenant:ten_a' }), note(claims, { body: { message: 'mine, too' } }))
    await again.until(({ told }) => told.length === 1)
    expect(again.told).toEqual(['mine, too'])
  })
})

describe('what ended in the database and was not said', () => {
  it('is found within a quarter of an hour: the sign-in of a page, and the session that it was inside of', async () => {
    const { person, tenant, sessionId } = await inside('vera')
    const [login] = await owner<{ id: string }>('select id from app.login_session where operator_id = $1', [person.id])
    const claims = staffClaims({ userId: person.id, loginId: login!.id, inside: { tenantId: tenant.id, sessionId } })
    const tab = await page(claims)
    const due = await runInDurableObject(roomOf(person.id), (_, state) =>
      state.storage.sql.exec<{ due: number }>("SELECT due FROM timer WHERE kind = 'confirm'").one(),
    )
    expect(due.due - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    await ring(person.id, 'confirm')
    await publish(claims, note(claims, { audience: `tenant:${tenant.id}`, body: { message: 'inside' } }))
    await tab.until(({ told }) => told.length === 1)

    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", [sessionId])
    await ring(person.id, 'confirm')
    await publish(claims, note(claims, { audience: `tenant:${tenant.id}` }), note(claims, { body: { message: 'outside' } }))
    await tab.until(({ told }) => told.length === 2)
    expect([tab.told, tab.closed]).toEqual([['inside', 'outside'], null])

    await owner('update app.login_session set revoked_at = now() where id = $1', [login!.id])
    await ring(person.id, 'confirm')
    await tab.until(({ closed }) => closed?.code === 4401)
  })

  it('is asked for again soon where the database cannot be reached, and nobody is sent away for it', async () => {
    const { person } = await portalAs('vera')
    const tab = await page(staffClaims({ userId: person.id }))
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    await ring(person.id, 'confirm')
    down.mockRestore()
    expect(said.mock.calls.flat().join(' ')).toContain('room_not_confirmed')
    said.mockRestore()
    expect(tab.closed).toBe(null)
    const at = await runInDurableObject(roomOf(person.id), (_, state) => state.storage.getAlarm())
    expect(at! - Date.now()).toBeLessThanOrEqual(60_000)
    await ring(person.id, 'confirm')
    await tab.until(({ closed }) => closed?.code === 4401)
  })
})

it('a room that is told of a doubt asks the database, and closes what is over and nothing that was opened since', async () => {
  const { person, browser } = await portalAs('vera')
  const [old] = await owner<{ id: string }>('select id from app.login_session where operator_id = $1', [person.id])
  const before = await page(staffClaims({ userId: person.id, loginId: old!.id }))
  await owner('update app.login_session set revoked_at = now() where id = $1', [old!.id])
  await signedIn(person)
  const [newer] = await owner<{ id: string }>('select id from app.login_session where operator_id = $1 and revoked_at is null', [person.id])
  const since = await page(staffClaims({ userId: person.id, loginId: newer!.id }))
  await roomOf(person.id).revoke({ what: 'doubt' })
  await before.until(({ closed }) => closed?.code === 4401)
  expect([since.closed, browser.cookies.size > 0]).toEqual([null, true])
})

describe('a page', () => {
  it('rests on its sign-in, and is out when that is over, also asleep', async () => {
    const claims = staffClaims({ expiresAt: Date.now() + 1_500 })
    const tab = await page(claims)
    await evictDurableObject(roomOf(claims.userId))
    await tab.until(({ closed }) => closed !== null)
    expect([tab.closed?.code, tab.frames.at(-1)?.includes('signed:out'), Date.now() - claims.expiresAt < 2_000]).toEqual([4401, true, true])
  })

  it('cannot say what only the front door may', async () => {
    const claims = staffClaims({ role: 'SUPPORT_L1' })
    const tab = await page(claims)
    tab.send(`!refresh ${JSON.stringify({ ack: 1, claims: { ...claims, role: 'ADMIN', issuedAt: Date.now() } })}`)
    tab.send('2/notifications,1["subscribe",{"room":"role:ADMIN"}]')
    await publish(claims, note(claims, { audience: 'role:ADMIN' }), note(claims))
    await tab.until(({ told }) => told.length === 1)
  })

  it('that gives no sign of life is dropped after three heartbeats, and one that does stays', async () => {
    const claims = staffClaims()
    const [silent, alive] = [await page(claims), await page(claims)]
    const longAgo = () =>
      runInDurableObject(roomOf(claims.userId), async (room: UserRoom, state) => {
        for (const socket of state.getWebSockets()) {
          const seat = socket.deserializeAttachment()
          socket.serializeAttachment({ ...seat, since: seat.since - 76_000 })
        }
        state.storage.sql.exec("UPDATE timer SET due = 0 WHERE kind = 'quiet'")
        await room.alarm()
        await room.alarm()
      })
    alive.send('3')
    await alive.until(({ frames }) => frames.includes('6'))
    await longAgo()
    await silent.until(({ closed }) => closed !== null)
    expect([silent.closed?.code, alive.closed]).toEqual([1001, null])
    expect(await runDurableObjectAlarm(roomOf(claims.userId))).toBe(true)
  })
})
