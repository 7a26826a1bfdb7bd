import { runInDurableObject } from 'cloudflare:test'
import { decodeJwt } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { roomOf } from '#test/durable-objects/sockets.ts'
import { owner } from '#test/owner.ts'
import { portal, portalAs } from '#test/world.ts'
import type { Parts } from '#worker/http/portal.ts'
import { tokenFor } from '../../api/program.ts'
import { isDown, listen } from '../../http/weather.ts'
import { Caller } from '../caller.ts'
import { counted, refusal, ROOMS, type Seen, tokenOf } from '../visitors.ts'

afterEach(() => void vi.restoreAllMocks())

describe.each(ROOMS)('a new token on an open line, the room %s', (_how, pause) => {
  const aLine = async (parts: Partial<Parts> = {}) => {
    const { app, entered } = counted(parts)
    const { person, browser } = await portalAs('vera')
    const caller = (await Caller.at(app)).connect({ token: await tokenOf(browser, { from: -300, until: 300 }) })
    caller.between = () => pause({ userId: person.id })
    await caller.heard('40/notifications,')
    return { caller, person, browser, entered }
  }
  const renew = (caller: Caller, token: unknown) => {
    caller.send(`42/notifications,5["auth:refresh",${JSON.stringify({ token })}]`)
    return caller.told<[{ success: boolean; code?: string; expiresAt?: number }]>('43/notifications,5')
  }

  it('keeps it, and moves its end', async () => {
    const { caller, browser, entered } = await aLine()
    const [answer] = await renew(caller, await tokenOf(browser))
    expect(answer).toMatchObject({ success: true })
    expect(answer.expiresAt).toBeGreaterThan(Date.now() + 800_000)
    expect([caller.closed, entered.length]).toEqual([undefined, 1])
  })

  it.each([
    ['no token', async () => undefined, 'UNAUTHORIZED'],
    ['a word', async () => 'x', 'INVALID_TOKEN'],
    ['an object', async () => ({ token: 1 }), 'INVALID_TOKEN'],
    ['one that is over', async (browser: Seen) => tokenOf(browser, { from: -900, until: -60 }), 'TOKEN_EXPIRED'],
    ['another person’s', async () => tokenFor((await portalAs('hugo')).browser), 'INVALID_TOKEN'],
    ['an older one', async (browser: Seen) => tokenOf(browser, { from: -600, until: 900 }), 'INVALID_TOKEN'],
  ])('closes it where it is %s', async (_, make, code) => {
    const { caller, browser } = await aLine()
    const [answer] = await renew(caller, await make(browser))
    expect(answer).toEqual({ success: false, code })
    await caller.heard('41/notifications,')
    await caller.until(() => caller.closed !== undefined)
    expect(caller.closed?.code).toBe(4401)
  })

  /** Vera's line a moment after her token ran out, the room not having looked at its clock yet. */
  const aLateLine = async () => {
    const { person, browser } = await portalAs('vera')
    const { token, caller } = await justLetIn(browser)
    caller.between = () => pause({ userId: person.id })
    const lookLater = async (_: unknown, state: DurableObjectState) => {
      state.storage.sql.exec("UPDATE timer SET due = due + 60000 WHERE kind = 'expire'")
      await state.storage.setAlarm(Date.now() + 60_000)
    }
    await runInDurableObject(roomOf(person.id), lookLater)
    const { exp = 0 } = decodeJwt(token)
    await new Promise((over) => setTimeout(over, exp * 1000 + 10 - Date.now()))
    return { caller, person, browser, token }
  }
  /** With a token that lasts no longer than it takes to be let in. */
  const justLetIn = async (browser: Seen, lasts = 1): Promise<{ token: string; caller: Caller }> => {
    const token = await tokenOf(browser, { from: lasts - 900, until: lasts })
    const caller = (await Caller.at(portal())).connect({ token })
    return (await caller.heard('4')).startsWith('40') ? { token, caller } : justLetIn(browser, lasts * 2)
  }

  it('may be the one it stands on that has just run out, once, and no token comes back', async () => {
    const { caller, token } = await aLateLine()
    const [answer] = await renew(caller, token)
    expect(answer).toEqual({ success: true, expiresAt: expect.any(Number) })
    expect(answer.expiresAt! - Date.now()).toBeGreaterThan(800_000)
    caller.send('42/notifications,6["debug:my-rooms"]')
    await caller.heard('43/notifications,6')
    expect(caller.frames.some((frame) => token.split('.').some((part) => frame.includes(part)))).toBe(false)
    caller.frames.length = 0
    expect(await renew(caller, token)).toEqual([{ success: false, code: 'TOKEN_EXPIRED' }])
    await caller.heard('41/notifications,')
  })

  const OVER: [string, string, (line: Awaited<ReturnType<typeof aLateLine>>) => Promise<string>][] = [
    ['another of the same person that has run out', 'TOKEN_EXPIRED', ({ browser }) => tokenOf(browser, { from: -850, until: 0 })],
    ['a bent one', 'INVALID_TOKEN', async ({ token }) => `${token.slice(0, -4)}AAAA`],
    [
      'the one of a sign-in that has ended',
      'REVOKED',
      async ({ token, person }) => {
        await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
        return token
      },
    ],
    [
      'the one of a program that has ended',
      'REVOKED',
      async ({ token, person }) => {
        await owner("update app.token_family set ended_at = now(), end_reason = 'REUSED' where operator_id = $1", [person.id])
        return token
      },
    ],
  ]
  // Their tokens run out side by side.
  it(`that is over is not exchanged where it is ${OVER.map(([what]) => what).join(', or ')}`, async () => {
    const answers = OVER.map(async ([what, , make]) => {
      const line = await aLateLine()
      const [answer] = await renew(line.caller, await make(line))
      await line.caller.until(() => line.caller.closed !== undefined)
      return [what, answer, line.caller.closed?.code]
    })
    expect(await Promise.all(answers)).toEqual(OVER.map(([what, code]) => [what, { success: false, code }, 4401]))
  })

  it('that ran out opens nothing where nobody is let in yet, whatever line of theirs is open', async () => {
    const { token } = await aLateLine()
    expect((await refusal((await Caller.at(portal())).connect({ token }))).data?.code).toBe('TOKEN_EXPIRED')
  })

  it('is asked for again where it could not be looked at, and the line stays', async () => {
    listen()
    const { caller, browser } = await aLine()
    const token = await tokenOf(browser)
    isDown()
    expect(await renew(caller, token)).toEqual([{ success: false, code: 'UNAVAILABLE' }])
    vi.restoreAllMocks()
    caller.send('42/notifications,6["debug:my-rooms"]')
    await caller.heard('43/notifications,6')
  })
})
