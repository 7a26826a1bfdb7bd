import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { Caller } from '#test/worker/live/caller.ts'
import { portal } from '#test/world.ts'
import type { AiRoom } from '#objects/ai-room.ts'
import type { Model, Said } from '#worker/ai/rules/model.ts'
import type { Prompt } from '#worker/ai/rules/prompt.ts'
import type { Bindings } from '#worker/env.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import { sealTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'
import { actorFor } from '../api/program.ts'

export const roomOf = (userId: string) => (env as unknown as Bindings).AI_ROOM.getByName(userId)

/** From here on somebody else speaks in this room; until it is put to sleep. */
export const letSpeak = (userId: string, model: Model, patience?: Partial<AiRoom['speaker']['patience']>) =>
  runInDurableObject(roomOf(userId), (room: AiRoom) => {
    room.speaker.model = model
    room.speaker.patience = { ...room.speaker.patience, ...patience }
  })

/** A model that says what it is told to, word by word when it is let, and counts what becomes of it. */
export class Script implements Model {
  readonly name = 'script'
  readonly label = 'a script'
  readonly prompts: Prompt[] = []
  said = 0
  isAborted = false
  readonly #words: string[]
  #leave = 0
  constructor(words: string[] = []) {
    this.#words = words
  }

  /** So many words more. */
  let(more = Number.POSITIVE_INFINITY) {
    this.#leave += more
    return this
  }

  async *stream(prompt: Prompt, signal: AbortSignal): AsyncGenerator<Said> {
    this.prompts.push(prompt)
    signal.addEventListener('abort', () => {
      this.isAborted = true
    })
    for (const text of this.#words) {
      // An object waits by itself: nobody outside can wake it.
      while (this.#leave <= 0 && !signal.aborted) await new Promise((go) => setTimeout(go, 2))
      if (signal.aborted) return
      this.#leave -= 1
      this.said += 1
      yield { text }
    }
    yield { usage: { tokensIn: 10, tokensOut: this.said } }
  }
}

export type Told = { [name: string]: unknown }

/** A program of somebody in the namespace of models. */
export class Talker {
  readonly caller: Caller
  #asked = 0
  /** What engine.io puts before a packet; a room's own end of a socket has none of it. */
  readonly #engine: string
  constructor(caller: Caller, engine = '4') {
    this.caller = caller
    this.#engine = engine
  }

  static async as(token: string): Promise<Talker> {
    const caller = (await Caller.at(portal())).connect({ token }, '/ai')
    await caller.heard('40/ai,')
    return new Talker(caller)
  }

  static async inside(world: Parameters<typeof actorFor>[0]): Promise<Talker> {
    return Talker.as(await actorFor(world))
  }

  /** Past the front door, which has its own tests: as whoever it let in. */
  static async with(claims: Claims): Promise<Talker> {
    const headers = {
      Upgrade: 'websocket',
      [TICKET_HEADER]: sealTicket({ namespace: '/ai', sid: crypto.randomUUID(), claims, since: null }),
    }
    const { webSocket } = await roomOf(claims.userId).fetch('https://room/front', { headers })
    if (!webSocket) throw new Error('no socket')
    return new Talker(new Caller(webSocket), '')
  }

  /** What is answered to it. */
  async ask<T = Told>(name: string, body: unknown): Promise<T> {
    const id = ++this.#asked
    this.caller.send(`${this.#engine}2/ai,${id}${JSON.stringify([name, body])}`)
    return (await this.caller.told<[T]>(`${this.#engine}3/ai,${id}`))[0]
  }

  tell(name: string, body: unknown) {
    this.caller.send(`${this.#engine}2/ai,${JSON.stringify([name, body])}`)
  }

  get events(): [name: string, body: Told][] {
    const start = `${this.#engine}2/ai,`
    return this.caller.frames.filter((frame) => frame.startsWith(start)).map((frame) => JSON.parse(frame.slice(start.length)))
  }

  named = (name: string) => this.events.filter(([each]) => each === name).map(([, body]) => body)

  get chunks(): { runId: string; i: number; text: string }[] {
    return this.named('ai:chat-chunk') as never
  }

  /** The next event of this name. */
  async heard(name: string): Promise<Told> {
    await this.caller.heard(`${this.#engine}2/ai,["${name}"`)
    return this.named(name)[0] as Told
  }

  until = (satisfied: () => boolean) => this.caller.until(satisfied)

  load = (entityId: string, entityType = 'case') => this.ask('ai:load-context', { entityType, entityId })
}
