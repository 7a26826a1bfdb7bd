import { setTimeout as sleep } from 'node:timers/promises'
import { chances } from '#test/chance.ts'
import type { Break } from '#test/durable-objects/soak/breaks.ts'
import { type Ear, page, program } from './ears.ts'
import type { SoakGround } from './ground.ts'
import { FAULTS, type Fault, type Sent, verdictOf } from './history.ts'
import type { Person } from './people.ts'

/** `crashes`: how often the process is killed. The seed tells the same story again; the clock does not. It lasts for `seconds` at most, and is over
 *  when so many `moves` were made, each a `pause` (in ms) after the one before, or where something is broken on purpose, when the fault is
 *  seen that it must lead to. */
export type Plan = {
  people: number
  earsEach: number
  seconds: number
  moves?: number
  pause?: number
  seed: number
  crashes: number
  broken?: { how: Break; until: Fault }
}

export type Report = {
  seed: number
  sockets: number
  sent: number
  /** Published and answered, the repeated ones too. */
  acked: number
  delivered: number
  drops: number
  deaths: number
  crashes: number
  back: number
  /** What was missed and announced. */
  announced: number
  faults: Record<Fault, number>
  /** The first fault of each client that has any. */
  first: string[]
}

/** How long everybody is waited for at the end. */
const SETTLES = 60_000

/** People with clients of both kinds, whose lines, rooms and whole runtime break while they are told things one after the other. */
export async function soak(ground: SoakGround, plan: Plan): Promise<Report> {
  const { people: count, earsEach, seconds, moves = Number.POSITIVE_INFINITY, pause = 25, seed, crashes, broken } = plan
  const chance = chances(seed)
  const pick = <T>(of: readonly T[]) => of[Math.floor(chance() * of.length)] as T
  await ground.insist('/soak/break', { how: broken?.how ?? null })
  const people = await ground.hire(count)
  const ears = people.flatMap((person) => Array.from({ length: earsEach }, (_, i) => (i % 2 ? page : program)(ground.url, person)))
  try {
    await until(() => ears.every((ear) => ear.isHere()), SETTLES)
    const story = new Story(ground, people)
    const did = { drops: 0, deaths: 0, crashes: 0 }
    const began = Date.now()
    let crashing: Promise<void> | undefined
    const sentTo = (ear: Ear) => [...story.sentTo(ear.person), story.sentToAll()]
    const isSeen = () => broken !== undefined && judged(ears, sentTo).faults[broken.until] > 0
    for (let made = 0; made < moves && Date.now() - began < seconds * 1000 && !isSeen(); made++) {
      const [what, person, ear] = [chance(), pick(people), pick(ears)]
      if (what < 0.78) story.publish(person)
      else if (what < 0.84) story.again(person, chance())
      else if (what < 0.87) story.bait(person)
      else if (what < 0.9) story.toAll()
      else if (what < 0.97) {
        did.drops += 1
        ear.drop()
      } else {
        did.deaths += 1
        void ground.insist('/soak/die', { userId: person.id }).catch(() => {})
      }
      const isTime = did.crashes < crashes && Date.now() - began > ((did.crashes + 1) * seconds * 1000) / (crashes + 1)
      if (isTime && crashing === undefined) {
        did.crashes += 1
        crashing = ground.crash().finally(() => (crashing = undefined))
      }
      await sleep(pause)
    }
    await crashing
    await (broken === undefined ? story.end() : story.stop())
    if (broken === undefined) await until(() => ears.every((ear) => hasHeard(ear, sentTo(ear))), SETTLES).catch(() => {})
    return { seed, sockets: ears.length, ...story.counts(), ...did, ...judged(ears, sentTo) }
  } finally {
    for (const ear of ears) ear.stop()
    await ground.insist('/soak/break', { how: null })
  }
}

/** What is said, one after the other to each, and again until it is answered. */
class Story {
  readonly #ground: SoakGround
  readonly #people: Person[]
  readonly #streams = new Map<string, { count: number; acked: number; turn: Promise<unknown> }>()
  #answered = 0
  #isOver = false
  constructor(ground: SoakGround, people: Person[]) {
    this.#ground = ground
    this.#people = people
  }

  publish({ id }: Person) {
    this.#say(id, `user:${id}`, 'own')
  }

  toAll() {
    this.#say('all', 'staff', 'all')
  }

  /** Something that was published already, as after a lost answer. */
  again({ id }: Person, which: number) {
    const stream = this.#stream(id)
    if (stream.count > 0) this.#put(id, `user:${id}`, 'own', 1 + Math.floor(which * stream.count))
  }

  bait({ id }: Person) {
    void this.#ground.insist('/soak/bait', { userId: id, dedup: crypto.randomUUID() }).catch(() => {})
  }

  async end() {
    for (const person of this.#people) this.publish(person)
    this.toAll()
    await this.#settled()
  }

  /** What waits for its turn is not said any more. */
  async stop() {
    this.#isOver = true
    await this.#settled()
  }

  #settled() {
    return Promise.all([...this.#streams.values()].map(({ turn }) => turn))
  }

  sentTo({ id }: Person): Sent[] {
    const { count, acked } = this.#stream(id)
    return [{ stream: 'own', count, acked }]
  }

  sentToAll(): Sent {
    const { count, acked } = this.#stream('all')
    return { stream: 'all', count, acked }
  }

  counts() {
    return { sent: [...this.#streams.values()].reduce((sum, { count }) => sum + count, 0), acked: this.#answered }
  }

  #say(key: string, audience: string, name: string) {
    const stream = this.#stream(key)
    stream.count += 1
    this.#put(key, audience, name, stream.count)
  }

  #put(key: string, audience: string, name: string, n: number) {
    const stream = this.#stream(key)
    const event = { dedup: `${key} ${n}`, audience, name: 'notification:new', body: { message: `${name} ${n}` } }
    stream.turn = stream.turn.then(async () => {
      if (this.#isOver) return
      await this.#ground.insist('/soak/publish', { events: [event] })
      stream.acked = Math.max(stream.acked, n)
      this.#answered += 1
    })
  }

  #stream(key: string) {
    const found = this.#streams.get(key) ?? { count: 0, acked: 0, turn: Promise.resolve() }
    this.#streams.set(key, found)
    return found
  }
}

function judged(ears: Ear[], sentTo: (ear: Ear) => Sent[]) {
  const verdicts = ears.map((ear) => verdictOf(ear.history, sentTo(ear)))
  const sum = (of: (verdict: (typeof verdicts)[number]) => number) => verdicts.reduce((all, each) => all + of(each), 0)
  return {
    delivered: sum(({ delivered }) => delivered),
    back: sum(({ back }) => back),
    announced: sum(({ announced }) => announced),
    faults: Object.fromEntries(FAULTS.map((fault) => [fault, sum(({ faults }) => faults[fault])])) as Record<Fault, number>,
    first: verdicts.flatMap(({ first }) => first ?? []),
  }
}

const hasHeard = ({ history }: Ear, sent: Sent[]) =>
  sent.every(({ stream, acked }) => history.findLast((entry) => entry.what === 'told' && entry.stream === stream && entry.n >= acked))

async function until(holds: () => boolean, patience: number) {
  const end = Date.now() + patience
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms`)
    await sleep(50)
  }
}
