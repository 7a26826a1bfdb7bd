import { expect, it } from 'vitest'
import { drop, type Front, front, note, type Page, page, PAUSES, roomOf, staffClaims, tenantClaims } from '#test/durable-objects/sockets.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { type Claims, type RoomName, roomsOf, type Staff } from '#worker/live/rules/claims.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'
import type { Revocation } from '#worker/live/rules/publication.ts'
import type { FrontTicket } from '#worker/live/rules/ticket.ts'
import { newId } from '#worker/rules/ids.ts'

/** Stories told by chance, and how long each is. What happened in one that fails stands in its name: the seed. */
const STORIES = 24
const STEPS = 14
/** Longer than a moment of the clock, by which claims are told from an end that was said before them. */
const tick = () => new Promise((go) => setTimeout(go, 2))

/** mulberry32: the same seed tells the same story. */
function chanceOf(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A place that somebody shows when they come back. */
type Shown = FrontTicket['since'] | string

/** How somebody comes through a door, and what they keep for the next time. */
type Door = { open: (claims: Claims, shown: Shown) => Promise<Front | Page>; kept: (client: Front | Page, shown: Shown) => Shown }

const DOORS: Record<string, Door> = {
  'a client': {
    open: (claims, shown) => front(claims, { since: shown as FrontTicket['since'] }),
    kept: (client, shown) => {
      const { welcome, place } = client as Front
      const before = shown as FrontTicket['since']
      return welcome === null ? before : { pid: welcome.pid, offset: place ?? before?.offset ?? null }
    },
  },
  'a page': {
    open: (claims, shown) => page(claims, { since: shown as string | null }),
    kept: (client, shown) => (client as Page).place ?? shown,
  },
}

/** How much of the log is before it: every row has the next number. */
const seqOf = (shown: Shown) => Number((typeof shown === 'string' ? shown : (shown?.offset ?? shown?.pid ?? '')).split('.')[1])

/** One person at one door: what is told of them here must be what the room does. */
class Story {
  readonly #door: Door
  readonly #pick: <T>(of: readonly T[]) => T
  readonly log: { audience: RoomName; message: string }[] = []
  /** How far they have been told, what of it was for them, and what they heard. */
  #told = 0
  readonly #expected: string[] = []
  readonly #heard: string[] = []
  #ended: Revocation[] = []
  #client: Front | Page | undefined
  #shown: Shown = null
  claims: Claims
  constructor(door: Door, pick: <T>(of: readonly T[]) => T, claims: Claims) {
    this.#door = door
    this.#pick = pick
    this.claims = claims
  }

  steps: Record<string, () => Promise<void>> = {
    publish: async () => {
      const audience = this.#pick<RoomName>([
        `user:${this.claims.userId}`,
        'staff',
        ...ROLES.map((role) => `role:${role}` as const),
        'tenant:ten_a',
        'tenant:ten_b',
      ])
      const event = note(this.claims, { audience })
      await roomOf(this.claims.userId).publish([event])
      this.log.push({ audience, message: String(event.body.message) })
      if (this.#client) this.#hear()
    },
    drop: async () => {
      if (this.#client === undefined) return
      await this.#caughtUp()
      drop(this.#client)
      this.#away(this.#client)
    },
    recover: async () => {
      if (this.#client !== undefined) return
      const client = await this.#door.open(this.claims, this.#shown)
      if (this.#isOver()) {
        await client.until(({ closed }) => closed !== null)
        expect(client.told).toEqual([])
        await this.#anew()
        return
      }
      this.#client = client
      // What the log holds since the place they show, by the rooms of now; what was between is not asked about.
      this.#told = this.#shown === null ? this.log.length : seqOf(this.#shown)
      this.#hear()
    },
    expire: () => this.#become({ expiresAt: Date.now() - 1 }),
    'another role': () => this.#become(this.claims.kind === 'staff' ? { role: this.#pick(ROLES) } : {}),
    'another tenant': () => {
      const tenantId = this.#pick(['ten_a', 'ten_b'])
      return this.#become(
        this.claims.kind === 'tenant' ? { tenantId } : { inside: this.#pick([null, { tenantId, sessionId: newId('imp') }]) },
      )
    },
    revoke: async () => {
      // A page that leaves a tenant stays: that is told in tokens.test.ts.
      const { claims } = this
      const over: Revocation =
        claims.kind === 'tenant'
          ? { what: 'user' }
          : this.#pick<Revocation>([{ what: 'user' }, { what: 'login', loginId: claims.loginId }, { what: 'login', loginId: 'another' }])
      if (this.#client) await this.#caughtUp()
      await roomOf(claims.userId).revoke(over)
      if (over.what === 'login' && over.loginId === 'another') return
      this.#ended.push(over)
      if (this.#client === undefined) return
      this.#away(await this.#client.until(({ closed }) => closed !== null))
    },
  }

  #away(client: Front | Page) {
    this.#heard.push(...client.told)
    this.#shown = this.#door.kept(client, this.#shown)
    this.#client = undefined
  }

  /** Changes of what they are count from the next connection on, as a token does. */
  async #become(more: object) {
    await this.steps.drop!()
    this.claims = { ...this.claims, ...more } as Claims
  }

  /** They sign in again, and come back to the same place. */
  async #anew() {
    await tick()
    this.#ended = []
    const fresh = { issuedAt: Date.now(), expiresAt: Date.now() + 3_600_000 }
    this.claims = { ...this.claims, ...fresh, ...(this.claims.kind === 'staff' ? { loginId: newId('log') } : {}) } as Claims
    await tick()
  }

  #isOver() {
    const isEnded = (over: Revocation) => over.what === 'user' || (over.what === 'login' && over.loginId === (this.claims as Staff).loginId)
    return this.claims.expiresAt <= Date.now() || this.#ended.some(isEnded)
  }

  #hear() {
    const rooms = roomsOf(this.claims)
    this.#expected.push(
      ...this.log
        .slice(this.#told)
        .filter(({ audience }) => rooms.includes(audience))
        .map(({ message }) => message),
    )
    this.#told = this.log.length
  }

  async #caughtUp() {
    await this.#client!.until(({ told }) => this.#heard.length + told.length >= this.#expected.length)
  }

  async end() {
    if (this.#client === undefined) await this.steps.recover!()
    if (this.#client === undefined) await this.steps.recover!()
    await this.#caughtUp()
    // Whatever should not be told would have been told before this.
    await this.steps.publish!()
    await this.#caughtUp()
    expect([...this.#heard, ...this.#client!.told]).toEqual(this.#expected)
    expect([this.#client!.isStale, this.#client!.closed]).toEqual([false, null])
  }
}

for (const [who, door] of Object.entries(DOORS)) {
  it(`${who} that comes back is told what followed, by what they are now, or nothing at all`, async () => {
    const began = Number.parseInt(newEpoch().slice(0, 7), 16)
    for (let seed = began; seed < began + STORIES; seed++) {
      const chance = chanceOf(seed)
      const pick = <T>(of: readonly T[]) => of[Math.floor(chance() * of.length)] as T
      const claims = chance() < 0.6 ? staffClaims({ role: pick(ROLES) }) : tenantClaims({ tenantId: 'ten_a' })
      const story = new Story(door, pick, claims)
      const happened: string[] = []
      try {
        await story.steps.recover!()
        for (let i = 0; i < STEPS; i++) {
          const step = pick(['publish', 'publish', 'publish', 'drop', 'recover', 'recover', ...Object.keys(story.steps)])
          happened.push(step)
          await story.steps[step]!()
          await PAUSES[chance() < 0.5 ? 'awake' : 'asleep between every two steps'](claims)
        }
        await story.end()
      } catch (error) {
        throw new Error(`seed ${seed}: ${happened.join(', ')}`, { cause: error })
      }
    }
  }, 60_000)
}
