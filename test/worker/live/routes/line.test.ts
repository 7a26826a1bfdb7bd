import { afterEach, describe, expect, it, vi } from 'vitest'
import { roomOf } from '#test/durable-objects/sockets.ts'
import { settings } from '#test/owner.ts'
import { portal, portalAs } from '#test/world.ts'
import { programOf, tokenFor } from '../../api/program.ts'
import { isDown, listen, log } from '../../http/weather.ts'
import { Caller } from '../caller.ts'
import { ROOMS } from '../visitors.ts'

afterEach(() => void vi.restoreAllMocks())

describe.each(ROOMS)('a line, the room %s', (_how, pause) => {
  const aLine = async () => {
    const { person, browser } = await portalAs('vera')
    const caller = (await Caller.at(portal())).connect({ token: await tokenFor(browser) })
    caller.between = () => pause({ userId: person.id })
    await caller.heard('40/notifications,')
    return { caller, person }
  }
  const note = (userId: string, n: number) => ({
    dedup: `${userId}-${n}`,
    audience: `user:${userId}` as const,
    name: 'notification:new' as const,
    body: { n, filler: 'x'.repeat(n < 0 ? 15_000 : 0) },
  })

  it.each<[string, string | ArrayBuffer, number]>([
    ['garbage', 'hello', 1002],
    ['half a packet', '42/notifications,["a"', 1002],
    ['a ping', '2', 1002],
    ['bytes', new Uint8Array([1, 2, 3]).buffer, 1003],
    ['bytes in letters', 'bAQID', 1003],
    ['a packet with parts to come', '451-/notifications,["a",{"_placeholder":true,"num":0}]', 1003],
    ['more than 64 KiB', `42/notifications,["${'x'.repeat(70_000)}"]`, 1009],
    ['a second connect', '40/notifications,{}', 1002],
    ['words for a room it is not in', '42/ai,["a"]', 1002],
  ])('is closed for %s, after a goodbye', async (_, frame, code) => {
    const { caller } = await aLine()
    caller.send(frame)
    await caller.heard('41/notifications,')
    await caller.until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(code)
  })

  it('carries what a program tells its person, and nothing that is told to others', async () => {
    const { caller, person } = await aLine()
    const other = await aLine()
    const program = await programOf((await portalAs('hugo')).browser)
    const tell = (userId: string, message: string) => program.post('/api/v1/test/emit-notification', { userId, message })
    expect((await tell(other.person.id, 'for another')).status).toBe(200)
    const { body } = await tell(person.id, 'for you')
    const [name, told] = await caller.told<[string, object]>('42/notifications,')
    expect([name, told]).toEqual(['notification:new', { id: body.id, userId: person.id, message: 'for you' }])
    await other.caller.heard('42/notifications,')
    for (const each of [caller, other.caller]) expect(each.frames.filter((frame) => frame.startsWith('42'))).toHaveLength(1)
  })

  it('carries what is told to its person, in order, and what is too much only as fast as it is read', async () => {
    const { caller, person } = await aLine()
    const large = Array.from({ length: 40 }, (_, i) => note(person.id, -1 - i))
    await roomOf(person.id).publish([note(person.id, 1), ...large, note(person.id, 2)])
    await caller.until(() => caller.frames.filter((frame) => frame.startsWith('42')).length === 42)
    const told = caller.frames.filter((frame) => frame.startsWith('42')).map((frame) => Number(/"n":(-?\d+)/.exec(frame)?.[1]))
    expect(told).toEqual([1, ...large.map((_, i) => -1 - i), 2])
    expect(caller.frames.filter((frame) => frame === '2').length).toBeGreaterThan(3)
  })

  it('is left by a client that says so, and can be joined again', async () => {
    const { person, browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const caller = (await Caller.at(portal())).connect({ token })
    caller.between = () => pause({ userId: person.id })
    await caller.heard('40/notifications,')
    caller.send('41/notifications,').send('42/notifications,["late"]')
    caller.frames.length = 0
    await caller.connect({ token }).heard('40/notifications,')
    expect(caller.closed).toBeUndefined()
  })

  it('comes back with what it missed', async () => {
    const { person, browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const first = (await Caller.at(portal())).connect({ token })
    first.between = () => pause({ userId: person.id })
    const { pid } = await first.told('40/notifications,')
    await roomOf(person.id).publish([note(person.id, 1)])
    const [, , offset] = JSON.parse((await first.heard('42/notifications,')).slice('42/notifications,'.length)) as [string, object, string]
    first.hangUp()
    await roomOf(person.id).publish([note(person.id, 2)])
    await pause({ userId: person.id })
    const second = (await Caller.at(portal())).connect({ token, pid, offset })
    second.between = first.between
    expect((await second.told('40/notifications,')).pid).toBe(pid)
    expect(await second.heard('42/notifications,')).toContain('"n":2')
  })

  it('closes when its room says that it is over', async () => {
    const { caller, person } = await aLine()
    await roomOf(person.id).revoke({ what: 'user' })
    await caller.heard('41/notifications,')
    await caller.until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(4403)
  })

  it('leaves no token in any line of the log', async () => {
    listen()
    const { browser } = await portalAs('vera')
    const token = await tokenFor(browser)
    const lines: string[] = []
    const app = portal({ log: (line) => lines.push(JSON.stringify(line)), settings: { ...settings, allowsQueryToken: true } })
    const caller = await Caller.at(app, { query: { token }, headers: { Authorization: `Bearer ${token}` } })
    await caller.connect({ token }).heard('40/notifications,')
    caller.send(`42/notifications,1["auth:refresh",{"token":"${token}"}]`)
    await caller.heard('43/notifications,1')
    isDown()
    caller.send(`42/notifications,2["auth:refresh",{"token":"${token}"}]`)
    await caller.heard('43/notifications,2')
    const all = [...lines, log(), ...caller.frames].join('\n')
    expect(all).toContain('GET /socket.io/')
    expect(all).toContain('gate_unavailable')
    for (const part of token.split('.')) expect(all).not.toContain(part)
  })
})
