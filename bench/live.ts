import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { io, type Socket } from 'socket.io-client'
import { bareLine, type Ear, page, program as programEar } from '#test/e2e/soak/ears.ts'
import { openSoakGround } from '#test/e2e/soak/ground.ts'
import type { Person } from '#test/e2e/soak/people.ts'
import { holdGround } from '#test/ground/ground.ts'
import { newId } from '#worker/rules/ids.ts'
import { median, quantile, sayMachine } from './measure.ts'
import { residentOfRuntimes } from './resident.ts'

/** `npm run bench:live [-- --people 100 --many 1000,5000]`: what open sockets cost, and how fast something reaches them, in the real
 *  runtime with the real database, everything on this machine. */
const { values } = parseArgs({ options: { people: { type: 'string', default: '100' }, many: { type: 'string', default: '1000,5000' } } })
const count = Number(values.people)
/** A ninety-ninth percentile of so many is the tenth from the end; more questions than that in a minute a room refuses. */
const TIMES = { asked: 200, heard: 1_000 }
/** Longer than an object without work stays awake. */
const ASLEEP = 13_000
/** And a frame, which holds what it says twice. In characters. */
const MOST_UNREAD = (256 + 45) * 1024

sayMachine()
const { ground, release } = await holdGround()
const portal = await openSoakGround(ground)
let told = 0
try {
  const people = await portal.hire(count)
  const pages = await memory(people)
  const [vera, hugo] = people as [Person, Person]
  const program = await connected(vera)
  await tell('ack round trip', async () => void (await program.emitWithAck('debug:my-rooms')), TIMES.asked)
  const toProgram = () => heardBy(vera, (hear) => void program.once('notification:new', hear))
  const alone = await tell('published until heard by a program', toProgram)
  const stalled = await standStill(hugo)
  const beside = await tell('the same beside a page and a program whose lines stand still', toProgram)
  for (const each of stalled) each.stop()
  const again = await tell('and without them again', toProgram)
  const p99 = (times: number[]) => quantile(times, 0.99)
  console.log(`  p99 beside it: ${((p99(beside) / ((p99(alone) + p99(again)) / 2) - 1) * 100).toFixed(0)} % more than before and after`)
  await waking(people.slice(2, 32))
  for (const each of pages) each.stop()
  await connects(people)
  program.disconnect()
  for (const many of values.many.split(',').map(Number)) await fanOut(many)
} finally {
  await portal.stop()
  await release()
}
process.exit(0)

/** One socket for each, and then a second one; beside it an object with nothing of ours in it, a socket at it, and a second one. Three rounds,
 *  each with other people: the first shows what the process takes once and for all, and does not count. */
async function memory(people: Person[]): Promise<Ear[]> {
  await settle(people)
  const grown = async <T>(some: Person[], open: () => Promise<T>) => {
    const before = residentOfRuntimes()
    const opened = await open()
    return { opened, each: (residentOfRuntimes() - before) / some.length }
  }
  const kept: Ear[] = []
  // Open until the end: what is closed leaves room, and the next would seem to take none.
  const over: { stop(): void }[] = []
  const rounds: Record<'object' | 'line' | 'secondLine' | 'page' | 'secondPage', number>[] = []
  const third = Math.ceil(people.length / 3)
  for (const some of [people.slice(0, third), people.slice(third, 2 * third), people.slice(2 * third)]) {
    const lines = () => inTwenties(some, ({ id }) => bareLine(portal.url, id))
    const pages = () => inTwenties(some, (person) => page(portal.url, person))
    const names = some.map(({ id }) => `/soak/bare/${id}`)
    const object = await grown(some, () => portal.insist('/soak/bare', { names, keeps: true }))
    const [line, secondLine] = [await grown(some, lines), await grown(some, lines)]
    const [first, further] = [await grown(some, pages), await grown(some, pages)]
    kept.push(...first.opened)
    over.push(...line.opened, ...secondLine.opened, ...further.opened)
    const counted = { object: object.each, line: line.each, secondLine: secondLine.each, page: first.each, secondPage: further.each }
    rounds.push(counted)
  }
  const of = (what: keyof (typeof rounds)[number]) => median(rounds.slice(1).map((round) => round[what]))
  const inKiB = (ours: number, theirs: number) => `${ours.toFixed(0)} KiB (with nothing of ours ${theirs.toFixed(0)} KiB)`
  console.log(
    `memory of the runtime for somebody online: ${inKiB(of('page'), of('object') + of('line'))}; for a further socket: ${inKiB(of('secondPage'), of('secondLine'))}`,
  )
  for (const each of over) each.stop()
  return kept
}

/** The first requests of a Worker bring its code along, and what they leave behind is taken away only when there is much of it. */
async function settle(people: Person[]) {
  const ask = ({ cookie }: Person) => fetch(`${portal.url}/live`, { headers: { Cookie: cookie } }).then((answer) => answer.text())
  for (let round = 0; round < 60; round++) await Promise.all(people.slice(0, 20).map(ask))
  const one = page(portal.url, people[0]!)
  await until(() => one.isHere())
  one.stop()
}

async function inTwenties<T extends { isHere(): boolean }>(people: Person[], open: (person: Person) => T): Promise<T[]> {
  const opened: T[] = []
  for (let i = 0; i < people.length; i += 20) {
    const some = people.slice(i, i + 20).map(open)
    await until(() => some.every((each) => each.isHere()))
    opened.push(...some)
  }
  return opened
}

async function connects(people: Person[]) {
  const began = performance.now()
  const sockets: Socket[] = []
  for (let i = 0; i < people.length; i += 20) sockets.push(...(await Promise.all(people.slice(i, i + 20).map(connected))))
  console.log(`connects: ${(people.length / ((performance.now() - began) / 1000)).toFixed(0)} a second, twenty at a time`)
  for (const socket of sockets) socket.disconnect()
}

/** The room was put away with its socket open. */
async function waking(people: Person[]) {
  const sockets = await Promise.all(people.map(connected))
  await sleep(ASLEEP)
  const times: number[] = []
  for (const [i, person] of people.entries())
    times.push(await timed(() => heardBy(person, (hear) => void sockets[i]!.once('notification:new', hear))))
  say('published until heard, the room asleep', times)
  for (const socket of sockets) socket.disconnect()
}

/** Their rooms are made by the first event and told by the second: whoever is online has a room. */
async function fanOut(many: number) {
  const userIds = Array.from({ length: many }, () => newId('ops'))
  for (let i = 0; i < many; i += 500) await portal.insist('/soak/crowd', { userIds: userIds.slice(i, i + 500) })
  const once = () =>
    timed(async () => {
      await portal.insist('/soak/publish', { events: [event('staff')] })
      while (await portal.insist('/soak/telling', {})) await sleep(20)
    })
  const made = await once()
  const times = [await once(), await once(), await once()]
  console.log(
    `one event to ${many} who are online: ${median(times).toFixed(0)} ms (rooms that had to be made first: ${made.toFixed(0)} ms)`,
  )
}

/** A page and a program read nothing any more, with a hundred mebibytes waiting for each. */
async function standStill(person: Person): Promise<Ear[]> {
  const ears = [page(portal.url, person), programEar(portal.url, person)]
  await until(() => ears.every((ear) => ear.isHere()))
  for (const ear of ears) ear.still(true)
  const message = '.'.repeat(15 * 1024)
  let most = 0
  for (let mebibyte = 0; mebibyte < 100; mebibyte++) {
    await portal.insist('/soak/publish', { events: Array.from({ length: 68 }, () => event(`user:${person.id}`, message)) })
    const held = await portal.insist<{ unread: number }[]>('/soak/waiting', { userId: person.id })
    most = Math.max(most, ...held.map(({ unread }) => unread))
  }
  console.log(`  a hundred mebibytes later at most ${(most / 1024).toFixed(0)} KiB of them were sent to either of them and not read`)
  if (most > MOST_UNREAD) throw new Error('a line that stands still is sent more than a quarter of a mebibyte and a frame')
  // What was written down goes on to the disk for a while.
  await sleep(ASLEEP)
  return ears
}

function event(audience: string, message = 'own 1') {
  told += 1
  return { dedup: `bench ${told}`, audience, name: 'notification:new', body: { message } }
}

async function heardBy({ id }: Person, listen: (hear: () => void) => void) {
  const heard = new Promise<void>((go) => listen(go))
  await Promise.all([heard, portal.insist('/soak/publish', { events: [event(`user:${id}`)] })])
}

function connected({ token }: Person): Promise<Socket> {
  const socket = io(`${portal.url}/notifications`, { transports: ['websocket'], forceNew: true, auth: { token } })
  return new Promise((found, failed) => {
    socket.once('connect', () => found(socket))
    socket.once('connect_error', failed)
  })
}

async function tell(name: string, once: () => Promise<unknown>, most = TIMES.heard): Promise<number[]> {
  for (let i = 0; i < 20; i++) await once()
  const times: number[] = []
  for (let i = 0; i < most; i++) times.push(await timed(once))
  say(name, times)
  return times
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function say(name: string, times: number[]) {
  console.log(`${name}: p50 ${median(times).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms (${times.length} times)`)
}

async function until(holds: () => boolean) {
  while (!holds()) await sleep(20)
}
