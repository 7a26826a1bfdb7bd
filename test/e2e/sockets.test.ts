import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Socket } from 'socket.io-client'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { portal } from './portal.ts'
import { aColleague, connect, connected, cut, hangUp, next, tenantToken } from './sockets/client.ts'

type Told = { id: string; userId: string; message: string }
type Answer = { success: boolean; code?: string; expiresAt?: number }

const roomsOf = (socket: Socket): Promise<string[]> => socket.timeout(20_000).emitWithAck('debug:my-rooms')
const ask = (socket: Socket, name: string, about: object): Promise<Answer> => socket.timeout(20_000).emitWithAck(name, about)
const refusalOf = async (token: string | undefined) => {
  const error = await next<Error & { data: { code: string } }>(
    connect(() => token),
    'connect_error',
  )
  return { code: error.data.code, message: error.message }
}

afterEach(hangUp)

describe('the stock client', () => {
  it('is let in with a token, and is in the rooms of its person without asking', async () => {
    const vera = await aColleague('vera')
    const token = await vera.token()
    const socket = await connected(() => token)
    expect(socket.id).toMatch(/.{10,}/)
    expect(await roomsOf(socket)).toEqual([`user:${vera.id}`, 'role:SUPPORT_L1', 'staff'])
  })

  it('is let in as a tenant’s user, and is in the room of the tenant', async () => {
    const { visitor } = await aColleague('vera')
    const [tenant, user] = [newId('ten'), newId('usr')]
    const token = await tenantToken(visitor, { tenant, user })
    const socket = await connected(() => token)
    expect(await roomsOf(socket)).toEqual([`user:${user}`, `tenant:${tenant}`])
    expect(await ask(socket, 'subscribe', { room: `tenant:${tenant}` })).toEqual({ success: true })
    for (const room of [`tenant:${newId('ten')}`, `user:${newId('usr')}`, 'staff', 'role:ADMIN', '', null])
      expect(await ask(socket, 'subscribe', { room })).toEqual({ success: false })
    expect(await roomsOf(socket)).toEqual([`user:${user}`, `tenant:${tenant}`])
  })

  it('is told why it is not let in', async () => {
    const vera = await aColleague('vera')
    const short = await vera.token(2)
    const over = sleep(2_500)
    expect(await refusalOf(undefined)).toEqual({ code: 'UNAUTHORIZED', message: 'Unauthorized: a token is needed' })
    expect(await refusalOf('x.y.z')).toEqual({ code: 'INVALID_TOKEN', message: 'Unauthorized: invalid token' })
    const token = await vera.token()
    const { body: page } = await vera.visitor.ask('/account/sign-ins')
    await over
    expect(await refusalOf(short)).toEqual({ code: 'TOKEN_EXPIRED', message: 'Unauthorized: token expired' })
    await vera.visitor.post('/sign-out', { csrf: /name="csrf" value="(\w+)"/.exec(page)?.[1] ?? '' })
    expect((await refusalOf(token)).code).toBe('REVOKED')
  })

  it('hears what is told to its person, and nothing that is told to another', async () => {
    const [vera, hugo] = [await aColleague('vera'), await aColleague('hugo')]
    const tokens = [await vera.token(), await hugo.token()]
    const [hers, his] = await Promise.all(tokens.map((token) => connected(() => token)))
    const heard: Record<string, Told[]> = { hers: [], his: [] }
    hers!.on('notification:new', (told: Told) => heard.hers!.push(told))
    his!.on('notification:new', (told: Told) => heard.his!.push(told))
    await hugo.tell(vera.id, 'for Vera')
    await vera.tell(hugo.id, 'for Hugo')
    await expect.poll(() => [heard.hers!.length, heard.his!.length]).toEqual([1, 1])
    expect(heard.hers![0]).toMatchObject({ userId: vera.id, message: 'for Vera' })
    expect(heard.his![0]).toMatchObject({ userId: hugo.id, message: 'for Hugo' })
  })

  it('keeps its socket with a new token, and hears what is told meanwhile', async () => {
    const vera = await aColleague('vera')
    const token = await vera.token()
    const socket = await connected(() => token)
    const { id } = socket
    const heard: string[] = []
    socket.on('notification:new', ({ message }: Told) => heard.push(message))
    const [answer] = await Promise.all([
      ask(socket, 'auth:refresh', { token: await vera.token() }),
      ...[1, 2, 3].map((n) => vera.tell(vera.id, `meanwhile ${n}`)),
    ])
    expect(answer).toEqual({ success: true, expiresAt: expect.any(Number) })
    await expect.poll(() => heard.toSorted()).toEqual(['meanwhile 1', 'meanwhile 2', 'meanwhile 3'])
    expect([socket.id, socket.connected]).toEqual([id, true])
  })

  it('is out with a bad one, and does not come back by itself', async () => {
    const vera = await aColleague('vera')
    const token = await vera.token()
    const socket = await connected(() => token)
    const gone = next<string>(socket, 'disconnect')
    expect(await ask(socket, 'auth:refresh', { token: 'x.y.z' })).toEqual({ success: false, code: 'INVALID_TOKEN' })
    expect(await gone).toBe('io server disconnect')
    await sleep(500)
    expect(socket.connected).toBe(false)
  })

  it('is asked for its next token in time, and is out when the last one ends', async () => {
    const vera = await aColleague('vera')
    const token = await vera.token(6)
    const socket = connect(() => token)
    const gone = next<string>(socket, 'disconnect')
    const { expiresIn } = await next<{ expiresIn: number }>(socket, 'auth:refresh-needed')
    expect(expiresIn).toBeLessThan(60_000)
    expect(expiresIn).toBeGreaterThan(0)
    expect(await gone).toBe('io server disconnect')
  })

  it('comes back under a new name to the same rooms, with what it missed and nothing twice', async () => {
    const vera = await aColleague('vera')
    const token = await vera.token()
    const socket = await connected(() => token)
    const { id } = socket
    const rooms = await roomsOf(socket)
    const heard: string[] = []
    socket.on('notification:new', ({ message }: Told) => heard.push(message))
    await vera.tell(vera.id, 'before')
    await expect.poll(() => heard).toEqual(['before'])
    socket.io.reconnection(false)
    await cut(socket)
    await vera.tell(vera.id, 'away')
    const back = next(socket, 'connect')
    socket.connect()
    await back
    await vera.tell(vera.id, 'after')
    await expect.poll(() => heard).toEqual(['before', 'away', 'after'])
    expect(socket.recovered).toBe(true)
    expect(socket.id).not.toBe(id)
    expect(await roomsOf(socket)).toEqual(rooms)
  })

  it('says what nobody knows, and stays', async () => {
    const vera = await aColleague('vera')
    const token = await vera.token()
    const socket = await connected(() => token)
    for (const name of ['unknown', 'auth:Refresh', '__proto__', 'x'.repeat(1_000)]) socket.emit(name, { a: [1, { b: null }] })
    socket.emit('notification:new', { message: 'from myself' })
    expect(await roomsOf(socket)).toContain(`user:${vera.id}`)
    expect(socket.connected).toBe(true)
  })

  it('finds one namespace, and is told so of others', async () => {
    const token = await (await aColleague('vera')).token()
    const socket = connect(() => token).io.socket('/nothing', { auth: { token } })
    expect((await next<Error>(socket, 'connect_error')).message).toBe('Invalid namespace')
    socket.disconnect()
  })

  it('is shut out when it sends what is too large', async () => {
    const token = await (await aColleague('vera')).token()
    const socket = await connected(() => token)
    const gone = next<string>(socket, 'disconnect')
    socket.emit('large', 'x'.repeat(70_000))
    expect(await gone).toBe('io server disconnect')
  })

  it('is limited when it floods, and nobody else is', async () => {
    const [vera, hugo] = [await aColleague('vera'), await aColleague('hugo')]
    const tokens = [await vera.token(), await hugo.token()]
    const [flooding, quiet] = await Promise.all(tokens.map((token) => connected(() => token)))
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(flooding!, 'subscribe', { room: 'staff' }).catch(() => null)))
    expect(answers.filter((answer) => answer?.code === 'RATE_LIMITED').length).toBeGreaterThan(100)
    expect(answers.filter((answer) => answer?.success).length).toBeGreaterThan(10)
    expect(await ask(quiet!, 'subscribe', { room: 'staff' })).toEqual({ success: true })
  })

  it('leaves no token in the log', async () => {
    const vera = await aColleague('vera')
    const before = statSync(portal().log).size
    const tokens = [await vera.token(), await vera.token()]
    const socket = await connected(() => tokens[0])
    await ask(socket, 'auth:refresh', { token: tokens[1] })
    await refusalOf(`${tokens[0]}x`)
    const read = () => readFileSync(portal().log, 'utf8').slice(before)
    await expect.poll(read).toContain('GET /socket.io/')
    for (const part of tokens.flatMap((token) => token.split('.').slice(1))) expect(read()).not.toContain(part)
  })
})
