import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Front, front, note, type Page, page, roomOf, staffClaims, words } from '#test/durable-objects/sockets.ts'
import { Log } from '#objects/user-room/log.ts'
import { Timers } from '#objects/user-room/timers.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import type { Publication } from '#worker/live/rules/publication.ts'

afterEach(() => void vi.restoreAllMocks())

const EVENTS = 1_000
const AT_ONCE = 10
/** One in so many tellings is broken off. */
const KILLED = 7

/** Somebody who comes back by themselves, with what they keep: the stock client its session and the last place it heard, a page its place. */
abstract class Listener {
  readonly told: string[] = []
  disconnects = 0
  isStale = false
  #current: Front | Page | undefined
  #isDone = false
  protected abstract open(): Promise<Front | Page>
  protected abstract keep(client: Front | Page): void

  async listen(): Promise<void> {
    while (!this.#isDone) {
      this.#current = await this.open().catch(() => undefined)
      if (this.#current === undefined) continue
      await this.#current.until(({ closed }) => closed !== null, 120_000)
      this.told.push(...this.#current.told)
      this.isStale ||= this.#current.isStale
      this.disconnects += 1
      this.keep(this.#current)
    }
  }

  get isHere() {
    return this.#current !== undefined
  }

  heard(message: string): boolean {
    return this.#current?.told.at(-1) === message
  }

  stop() {
    this.#isDone = true
    this.#current?.giveUp()
  }
}

class StockClient extends Listener {
  readonly #claims: Claims
  #since: { pid: string; offset: string | null } | null = null
  constructor(claims: Claims) {
    super()
    this.#claims = claims
  }
  protected override open = () => front(this.#claims, { since: this.#since })
  protected override keep(client: Front) {
    const pid = client.welcome?.pid ?? this.#since?.pid
    this.#since = pid === undefined ? null : { pid, offset: client.place ?? this.#since?.offset ?? null }
  }
}

class OpenPage extends Listener {
  readonly #claims: Claims
  #place: string | null = null
  constructor(claims: Claims) {
    super()
    this.#claims = claims
  }
  protected override open = () => page(this.#claims, { since: this.#place })
  protected override keep(client: Page) {
    this.#place = client.place ?? this.#place
  }
}

/** A publisher whose answer was lost asks again, with the same words. */
async function insist(claims: Claims, events: Publication[]) {
  for (;;) {
    try {
      return await roomOf(claims.userId).publish(events)
    } catch {
      // again
    }
  }
}

type State = { storage: DurableObjectStorage; abort(reason?: string): void }
const stateOf = (claims: Claims) => runInDurableObject(roomOf(claims.userId), (_, state) => state as unknown as State)

/** How the object dies, and with it its connections. */
const DEATHS = {
  'put away with its connections': async (claims: Claims) => {
    await evictDurableObject(roomOf(claims.userId), { webSockets: 'close' }).catch(() => {})
  },
  killed: async (claims: Claims) => {
    await runInDurableObject(roomOf(claims.userId), (_, state) => (state as unknown as State).abort('killed')).catch(() => {})
  },
}

describe.each(Object.entries(DEATHS))('a room that is %s', (_, die) => {
  it('between any two publications: a client and a page hear every event once, in order', async () => {
    const claims = staffClaims()
    const listeners = [new StockClient(claims), new OpenPage(claims)]
    await expectAll(claims, listeners, async (i) => {
      if (i % KILLED === 0) await die(claims)
    })
    for (const { disconnects } of listeners) expect(disconnects).toBeGreaterThan(5)
  }, 90_000)
})

/** In the middle of its work, where only a kill can be. */
const MOMENTS: Record<string, (kill: () => void) => void> = {
  'before it is written down': (kill) => {
    const { append } = Log.prototype
    vi.spyOn(Log.prototype, 'append').mockImplementation(function (this: Log, ...args) {
      kill()
      return append.apply(this, args)
    })
  },
  'after it is written down, before anybody is told': (kill) => {
    const { append } = Log.prototype
    vi.spyOn(Log.prototype, 'append').mockImplementation(function (this: Log, ...args) {
      append.apply(this, args)
      kill()
    })
  },
  'after all were told, before the publisher has its answer': (kill) => {
    const { wake } = Timers.prototype
    vi.spyOn(Timers.prototype, 'wake').mockImplementation(async function (this: Timers) {
      await wake.apply(this)
      kill()
    })
  },
  'in the middle of telling': (kill) => {
    const { after } = Log.prototype
    vi.spyOn(Log.prototype, 'after').mockImplementation(function* (this: Log, ...args: Parameters<Log['after']>) {
      let told = 0
      for (const entry of after.apply(this, args)) {
        yield entry
        told += 1
        if (told === AT_ONCE / 2) kill()
      }
    } as never)
  },
}

describe.each(Object.entries(MOMENTS))('a room that is killed %s', (_, at) => {
  it('has told a client and a page every event once, in order', async () => {
    const claims = staffClaims()
    const listeners = [new StockClient(claims), new OpenPage(claims)]
    let calls = 0
    let kills = 0
    let state: State | undefined
    at(() => {
      calls += 1
      if (calls % KILLED !== 0 || state === undefined) return
      kills += 1
      state.abort('killed')
      throw new Error('killed')
    })
    await expectAll(claims, listeners, async () => {
      state = await stateOf(claims).catch(() => undefined)
    })
    state = undefined
    expect(kills).toBeGreaterThan(5)
  }, 90_000)
})

async function expectAll(claims: Claims, listeners: Listener[], between: (i: number) => Promise<void>) {
  const events = Array.from({ length: EVENTS }, () => note(claims))
  const listening = Promise.all(listeners.map((listener) => listener.listen()))
  await vi.waitFor(() => expect(listeners.map(({ isHere }) => isHere)).toEqual([true, true]), { timeout: 30_000 })
  for (let i = 0; i < EVENTS; i += AT_ONCE) {
    await insist(claims, events.slice(i, i + AT_ONCE))
    await between(i / AT_ONCE)
  }
  vi.restoreAllMocks()
  const last = note(claims, { body: { message: 'the last' } })
  await insist(claims, [last])
  await vi.waitFor(() => expect(listeners.map((listener) => listener.heard('the last'))).toEqual([true, true]), { timeout: 30_000 })
  for (const listener of listeners) listener.stop()
  await listening
  for (const { told, isStale } of listeners) {
    expect(isStale).toBe(false)
    expect(told).toEqual([...words(events), 'the last'])
  }
}
