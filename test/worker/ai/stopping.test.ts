import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AiRoom } from '#objects/ai-room.ts'
import { Timers } from '#objects/user-room/timers.ts'
import { aCase } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { inside, trailOf } from '#test/world.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { letSpeak, roomOf, Script, Talker } from './talk.ts'

const WORDS = Array.from({ length: 50 }, (_, i) => `word${i} `)
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms))

type Vera = Awaited<ReturnType<typeof inside>> & { caseId: string }
let vera: Vera
beforeEach(async () => {
  const world = await inside('vera')
  vera = { ...world, caseId: (await aCase(world.tenant.id)).id }
})

/** Somebody with the case before them, and a model that says what it is let say. */
async function before(script: Script) {
  await letSpeak(vera.person.id, script)
  const talker = await Talker.inside(vera)
  await talker.load(vera.caseId)
  return talker
}

const ask = async (talker: Talker) => (await talker.ask<{ runId: string }>('ai:chat', { message: 'Where does it stand?' })).runId
/** One frame after the other, as from a model that thinks. */
async function speaks(script: Script, talker: Talker, chunks: number) {
  for (let n = talker.chunks.length + 1; n <= chunks; n++) {
    script.let(1)
    await talker.until(() => talker.chunks.length === n)
  }
}
const die = () => runInDurableObject(roomOf(vera.person.id), (_, state) => state.abort('killed')).catch(() => {})
const stateOf = async (runId: string) =>
  runInDurableObject(roomOf(vera.person.id), (_, state) => state.storage.sql.exec('SELECT state, code FROM run WHERE id = ?', runId).one())

describe('an answer that is stopped', () => {
  it('stops at once, tells every tab that follows it, and asks the model for nothing more', async () => {
    const script = new Script(WORDS)
    const talker = await before(script)
    const runId = await ask(talker)
    await speaks(script, talker, 3)
    const other = await Talker.inside(vera)
    expect(await other.ask('ai:cancel', {})).toEqual({ success: true, runId, state: 'cancelled' })
    expect(await talker.heard('ai:chat-cancelled')).toEqual({ runId, i: 3 })
    const { said } = script.let()
    await pause(100)
    expect([script.said - said, script.isAborted, talker.chunks.length]).toEqual([0, true, 3])
    expect(await other.ask('ai:cancel', { runId })).toEqual({ success: true, runId, state: 'cancelled' })
  })

  // As many runs as one person may begin in an hour.
  it.each([0, 17, 34])('at any word of it, holds what was said before and nothing after, from word %i on', async (from) => {
    const talker = await before(new Script())
    for (let n = from; n <= Math.min(from + 16, WORDS.length); n++) {
      const script = new Script(WORDS).let(n)
      await letSpeak(vera.person.id, script)
      const runId = await ask(talker)
      await vi.waitUntil(() => script.said >= n, { interval: 2, timeout: 20_000 })
      const { state } = await talker.ask<{ state: string }>('ai:cancel', { runId })
      if (n < WORDS.length) expect(state).toBe('cancelled')
      const isEnd = ([name, body]: (typeof talker.events)[number]) => /cancelled|complete/.test(name) && body.runId === runId
      await talker.until(() => talker.events.some(isEnd))
      const place = talker.events.findIndex(isEnd)
      const chunks = talker.events.flatMap(([name, body], i) =>
        name === 'ai:chat-chunk' && body.runId === runId ? [{ ...body, place: i }] : [],
      ) as unknown as {
        i: number
        text: string
        place: number
      }[]
      expect(chunks.every((chunk) => chunk.place < place)).toBe(true)
      expect(chunks.map(({ i }) => i)).toEqual(chunks.map((_, i) => i))
      expect(WORDS.join('').startsWith(chunks.map(({ text }) => text).join(''))).toBe(true)
    }
  })

  it('after its end, stays as it ended', async () => {
    const talker = await before(new Script(['All is well.']).let())
    const runId = await ask(talker)
    await talker.heard('ai:chat-complete')
    expect(await talker.ask('ai:cancel', { runId })).toEqual({ success: true, runId, state: 'complete' })
    expect(await talker.ask('ai:cancel', { runId: runId.replace(/.{4}$/, 'ZZZZ') })).toEqual({ success: false, error: 'not found' })
  })

  it('is cancelled although the room dies before the model hears of it', async () => {
    const script = new Script(WORDS)
    const talker = await before(script)
    const runId = await ask(talker)
    await speaks(script, talker, 2)
    await runInDurableObject(roomOf(vera.person.id), (room: AiRoom, state) => {
      const { sync } = state.storage
      // It dies between the row and the model.
      state.storage.sync = async () => {
        await sync.call(state.storage)
        state.abort('killed')
        await new Promise(() => {})
      }
      expect(room).toBeDefined()
    })
    talker.tell('ai:cancel', { runId })
    await expect.poll(() => stateOf(runId).catch(() => null), { timeout: 5_000 }).toEqual({ state: 'cancelled', code: null })
    const fresh = new Script(WORDS).let()
    await letSpeak(vera.person.id, fresh)
    await pause(100)
    expect(fresh.prompts).toEqual([])
  })
})

describe('an answer whose room dies', () => {
  it('is interrupted, and is told whole to another device, from wherever it asks', async () => {
    const script = new Script(WORDS)
    const talker = await before(script)
    const runId = await ask(talker)
    await speaks(script, talker, 5)
    await die()
    const device = await Talker.inside(vera)
    for (const from of [0, 1, 4, 5, 9]) {
      const [before, ends] = [device.chunks.length, device.named('ai:chat-error').length]
      await device.ask('ai:resume', { runId, from })
      await device.until(() => device.named('ai:chat-error').length > ends)
      expect(device.chunks.slice(before)).toEqual(talker.chunks.slice(from))
    }
    expect(device.named('ai:chat-error')[0]).toMatchObject({ runId, code: 'INTERRUPTED' })
    expect(await stateOf(runId)).toEqual({ state: 'interrupted', code: 'INTERRUPTED' })
  })

  it('is followed again where it goes on: the chunks before, then the next, none twice', async () => {
    const script = new Script(WORDS)
    const talker = await before(script)
    const runId = await ask(talker)
    await speaks(script, talker, 3)
    talker.caller.hangUp()
    const device = await Talker.inside(vera)
    await device.ask('ai:resume', { runId, from: 1 })
    script.let()
    await device.heard('ai:chat-complete')
    expect(device.chunks.map(({ i }) => i)).toEqual(device.chunks.map((_, i) => i + 1))
    expect(talker.chunks[0]?.text + device.chunks.map(({ text }) => text).join('')).toBe(WORDS.join(''))
  })
})

describe('an answer that nobody follows', () => {
  it('is stopped when a minute has passed, once; and not while somebody came back', async () => {
    const script = new Script(WORDS)
    const talker = await before(script)
    const runId = await ask(talker)
    await speaks(script, talker, 1)
    talker.caller.hangUp()
    const room = roomOf(vera.person.id)
    const isWaiting = () =>
      runInDurableObject(room, (_, state) => state.storage.sql.exec("SELECT key FROM timer WHERE kind = 'unwatched'").toArray().length > 0)
    await expect.poll(isWaiting).toBe(true)
    const passes = () =>
      runInDurableObject(room, async (_, state) => {
        new Timers<'unwatched'>(state.storage).set('unwatched', runId, Date.now() - 1)
        await state.storage.setAlarm(Date.now() + 60_000)
      })
    const device = await Talker.inside(vera)
    await device.ask('ai:resume', { runId, from: 0 })
    await passes()
    await runDurableObjectAlarm(room)
    expect((await stateOf(runId)).state).toBe('running')
    device.caller.hangUp()
    await expect.poll(isWaiting).toBe(true)
    await passes()
    await runDurableObjectAlarm(room)
    await runDurableObjectAlarm(room)
    expect((await stateOf(runId)).state).toBe('cancelled')
    expect(script.isAborted).toBe(true)
  })
})

describe('an answer inside a session', () => {
  it('ends with it: not a word more, its text is gone, and the trail says where it stopped', async () => {
    const script = new Script(WORDS)
    const talker = await before(script)
    const runId = await ask(talker)
    await speaks(script, talker, 4)
    await vera.browser.post(`/impersonations/${vera.sessionId}/end`)
    await talker.caller.heard('41/ai,')
    script.let()
    await pause(100)
    expect([talker.chunks.length, script.isAborted]).toEqual([4, true])
    const room = roomOf(vera.person.id)
    const texts = () => runInDurableObject(room, (_, state) => state.storage.sql.exec('SELECT count(*) AS n FROM block').one().n)
    await expect.poll(texts).toBe(0)
    await expect
      .poll(async () => (await trailOf(`tenant:${vera.tenant.id}`)).find(({ act }) => act === 'ai:run'), { timeout: 5_000 })
      .toMatchObject({ outcome: 'partly', entity_ids: [runId, vera.caseId], facts: { state: 'cancelled', code: 'ENDED', chunks: 4 } })
    expect(JSON.stringify(await trailOf(`tenant:${vera.tenant.id}`))).not.toContain('word1')
  })

  it('does not begin after it, although nobody has told the room', async () => {
    const script = new Script(WORDS).let()
    const talker = await before(script)
    await owner("update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1", [vera.sessionId])
    talker.tell('ai:chat', { message: 'And now?' })
    expect(await talker.heard('ai:chat-error')).toMatchObject({ code: 'ENDED' })
    expect(script.prompts).toEqual([])
  })
})

describe('a room with an open socket', () => {
  it('keeps no key of anybody, sealed or not; a question is kept with its answer, and nothing else of what is said', async () => {
    const talker = await before(new Script(['An answer.']).let())
    await talker.ask('ai:execute-skill', { skill: 'note-cleanup', input: '- words that nobody keeps' })
    await talker.heard('ai:skill-result')
    await talker.ask('ai:chat', { message: 'A question?' })
    await talker.heard('ai:chat-complete')
    const kept = await runInDurableObject(roomOf(vera.person.id), (_, state) => {
      const { sql } = state.storage
      const tables = sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
        .toArray()
      const rows = tables.flatMap(({ name }) => sql.exec(`SELECT * FROM ${name}`).toArray())
      return JSON.stringify([rows, state.getWebSockets().map((socket) => socket.deserializeAttachment())])
    })
    for (const text of ['A question?', 'An answer.']) expect(kept).toContain(text)
    const { loginKey } = (await openLogin(vera.browser.cookies.get('__Host-portal') ?? '', settings.sessionKey))!
    for (const secret of [loginKey, vera.browser.cookies.get('__Host-session')!, 'nobody keeps', 'sessionKey', 'loginKey'])
      expect(kept).not.toContain(secret)
    expect(kept).not.toMatch(/[\w+/]{100}/)
  })

  it('sleeps and knows what was loaded when it wakes', async () => {
    const talker = await before(new Script())
    await evictDurableObject(roomOf(vera.person.id))
    await letSpeak(vera.person.id, new Script(['Still here.']).let())
    const runId = await ask(talker)
    await talker.heard('ai:chat-complete')
    expect(talker.chunks).toEqual([{ runId, i: 0, text: 'Still here.' }])
  })
})
