import { env } from 'cloudflare:workers'
import { listDurableObjectIds } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { Page, PAUSES, roomOf } from '#test/durable-objects/sockets.ts'
import { Browser } from '#test/driver.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portal, portalAs, signedIn, trailOf } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'
import type { Publication } from '#worker/live/rules/publication.ts'

const ORIGIN = 'https://portal.example'
const hasRoom = async ({ id }: { id: string }) => {
  const { USER_ROOM } = env as unknown as Bindings
  return (await listDurableObjectIds(USER_ROOM)).some((each) => each.equals(USER_ROOM.idFromName(id)))
}
const knock = (browser: Browser, headers: Record<string, string> = {}, path = '/live') =>
  browser.get(path, { Upgrade: 'websocket', Origin: ORIGIN, ...headers })
const opened = async (browser: Browser, since?: string | null) => {
  const { webSocket, status } = await knock(browser, {}, since ? `/live?since=${encodeURIComponent(since)}` : '/live')
  if (!webSocket) throw new Error(`no socket: ${status}`)
  return new Page(webSocket, null as never).until(({ frames }) => frames.length > 0)
}
const told = (audience: Publication['audience'], message: string): Publication => ({
  dedup: newEpoch(),
  audience,
  name: 'notification:new',
  body: { message },
})

describe.each(Object.entries(PAUSES))('an open page, its room %s', (_, pause) => {
  it('is given its socket, and hears what is told to its person', async () => {
    const { person, browser } = await portalAs('vera')
    const page = await opened(browser)
    await pause({ userId: person.id })
    await roomOf(person.id).publish([told(`user:${person.id}`, 'You were mentioned.')])
    await page.until(({ frames }) => frames.some((frame) => frame.includes('You were mentioned.')))
  })

  it('is told exactly what it missed when it comes back', async () => {
    const { person, browser } = await portalAs('vera')
    const first = await opened(browser)
    await pause({ userId: person.id })
    first.socket.close(1000)
    await roomOf(person.id).publish(['one', 'two'].map((word) => told(`user:${person.id}`, word)))
    await pause({ userId: person.id })
    const second = await opened(browser, first.place)
    await second.until(({ events }) => events.length === 2)
    expect(second.events.map(({ html }) => /<span>(.*?)<\/span>/.exec(html)?.[1])).toEqual(['one', 'two'])
  })

  it('hears of the tenant its operator is inside of, by this very session', async () => {
    const { person, browser, tenant, sessionId } = await inside('vera')
    const page = await opened(browser)
    await pause({ userId: person.id })
    await roomOf(person.id).publish([told(`tenant:${tenant.id}`, 'here'), told('tenant:ten_elsewhere', 'elsewhere')])
    await page.until((each) => each.told.length === 1)
    await pause({ userId: person.id })
    await roomOf(person.id).revoke({ what: 'session', sessionId })
    await pause({ userId: person.id })
    await roomOf(person.id).publish([told(`tenant:${tenant.id}`, 'after'), told('staff', 'for all of us')])
    await page.until((each) => each.told.length === 2)
    expect(page.told).toEqual(['here', 'for all of us'])
  })

  it('of somebody held hears what is their own, and nothing else', async () => {
    const person = await hire('vera', { status: 'HELD' })
    const page = await opened(await signedIn(person))
    await pause({ userId: person.id })
    await roomOf(person.id).publish([told('staff', 'for the staff'), told(`user:${person.id}`, 'for you')])
    await page.until(({ events }) => events.length === 1)
    expect(page.events[0]?.html).toContain('for you')
  })
})

describe('the direct door', () => {
  it('gives an open page its socket, with every header that an answer has', async () => {
    const { browser } = await portalAs('vera')
    const response = await knock(browser)
    expect(response.status).toBe(101)
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    await new Page(response.webSocket!, null as never).until(({ place }) => place !== null)
  })

  it('turns away who is not signed in, whose sign-in is over and who comes from another site, and makes no room for them', async () => {
    expect((await knock(new Browser(portal()))).status).toBe(401)
    const { person, browser } = await portalAs('vera')
    expect((await knock(browser, { Origin: 'https://evil.example' })).status).toBe(403)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ outcome: 'refused', facts: { because: 'NOT_PERMITTED' } })
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
    expect((await knock(browser)).status).toBe(401)
    expect(await hasRoom(person)).toBe(false)
  })

  it('says what it is to whoever comes without an upgrade', async () => {
    const { browser } = await portalAs('vera')
    expect((await browser.get('/live')).status).toBe(426)
  })

  it('asks the database once', async () => {
    const { browser } = await portalAs('vera')
    expect((await knock(browser)).headers.get('Server-Timing')).toContain('1 round trips')
  })

  it('opens nothing while the database cannot be reached', async () => {
    const { person, browser } = await portalAs('vera')
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    expect((await knock(browser)).status).toBe(503)
    down.mockRestore()
    said.mockRestore()
    expect(await hasRoom(person)).toBe(false)
    await opened(browser)
    expect(await hasRoom(person)).toBe(true)
  })

  it('says that it cannot now when the room cannot be reached', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { browser } = await portalAs('vera', { enterRoom: async () => new Response(null, { status: 500 }) })
    expect((await knock(browser)).status).toBe(503)
    said.mockRestore()
  })
})
