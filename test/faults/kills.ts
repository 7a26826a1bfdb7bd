import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { newPasswords, setLoginPasswords } from '#dev/logins.ts'
import { migrate } from '#dev/migrate.ts'
import { freePort, startPostgres } from '#dev/postgres.ts'
import type { Built } from '#test/ground/built.ts'
import { newId } from '#worker/rules/ids.ts'
import type { ActCase } from './act.ts'
import { ACTS, type Ready, ready, traces } from './acts.ts'
import { imbalances } from './balance.ts'
import { type Stack, startStack } from './stack.ts'
import { chances } from '#test/chance.ts'

/** `server`: PostgreSQL whole; `backend`: one of its processes, after which it recovers by itself; `worker`: the runtime. */
export const KILLED = ['server', 'worker', 'backend'] as const
export type Killed = (typeof KILLED)[number]

export type Toll = {
  kills: Record<Killed, number>
  /** Presses that came to an answer, and those among them that were pressed more than once. */
  presses: number
  again: number
  /** From the kill until a page could be had again, in ms. */
  recovery: Record<Killed, number[]>
  /** Everything that is not as it must be. */
  faults: string[]
}

type Run = { built: Built; kills: Partial<Record<Killed, number>>; seed: number; hands?: number; say?: (line: string) => void }

/** People press buttons while processes are killed at points that follow from the seed. Everybody presses until they are answered, with
 *  the key of their form; afterwards the database is counted through. */
export async function runKills({ built, kills, seed, hands = 4, say = () => {} }: Run): Promise<Toll> {
  const dir = mkdtempSync(path.join(tmpdir(), 'portal-kills-'))
  chmodSync(dir, 0o711) // so that the server's account gets in where we are root
  const place = { dataDir: path.join(dir, 'postgres'), port: await freePort() }
  let server = await startPostgres(place)
  let stack: Stack | undefined
  try {
    await migrate(server.ownerUrl)
    const passwords = newPasswords()
    await setLoginPasswords(server.ownerUrl, passwords)
    stack = await startStack({ ownerUrl: server.ownerUrl, passwords, built })
    const chance = chances(seed)
    const toll: Toll = {
      kills: { server: 0, worker: 0, backend: 0 },
      presses: 0,
      again: 0,
      recovery: { server: [], worker: [], backend: [] },
      faults: [],
    }
    const state = { over: false }
    const pressing = Array.from({ length: hands }, () => press(stack as Stack, chances(Math.floor(chance() * 1e9)), toll, state))

    for (const victim of order(kills, chance)) {
      // However slow the machine, people come to an answer between two kills.
      await anAnswer(toll)
      await sleep(chance() * 200)
      const began = performance.now()
      if (victim === 'worker') await stack.killWorker()
      else if (victim === 'server') {
        process.kill(await insist(() => pidOf(server.superuserUrl, 'server', chance)), 'SIGKILL')
        server = await startPostgres(place)
      } else process.kill(await insist(() => pidOf(server.superuserUrl, 'backend', chance)), 'SIGKILL')
      await untilReady(stack)
      const took = Math.round(performance.now() - began)
      toll.kills[victim]++
      toll.recovery[victim].push(took)
      say(`${victim} killed, back after ${took} ms; ${toll.presses} presses answered`)
    }
    await anAnswer(toll)
    state.over = true
    await Promise.all(pressing)
    toll.faults.push(...(await imbalances(stack)))
    return toll
  } finally {
    await stack?.stop()
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

function order(kills: Run['kills'], chance: () => number): Killed[] {
  const victims = KILLED.flatMap((victim) => Array<Killed>(kills[victim] ?? 0).fill(victim))
  return victims
    .map((victim) => ({ victim, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ victim }) => victim)
}

/** Somebody presses and is answered. */
async function anAnswer(toll: Toll) {
  for (const before = toll.presses; toll.presses === before; ) await sleep(10)
}

async function pidOf(superuserUrl: string, what: 'server' | 'backend', chance: () => number): Promise<number> {
  const client = new pg.Client(superuserUrl)
  client.on('error', () => {}) // it dies with what is killed
  await client.connect()
  const { rows } = await client
    .query<{ pid: string }>(
      what === 'server'
        ? "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid"
        : "select pid from pg_stat_activity where backend_type = 'client backend' and usename like 'portal\\_%' order by state = 'active' desc, pid",
    )
    .finally(() => client.end())
  const found = rows[what === 'server' ? 0 : Math.floor(chance() * Math.min(rows.length, 3))]
  if (!found) throw new Error(`there is no ${what} to kill`)
  return Number(found.pid)
}

async function untilReady({ url }: Stack) {
  for (const began = performance.now(); performance.now() - began < 30_000; await sleep(25)) {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    if (response?.status === 200) return
  }
  throw new Error('the portal did not come back within 30 s')
}

async function press(stack: Stack, chance: () => number, toll: Toll, state: { over: boolean }) {
  const names = Object.keys(ACTS)
  while (!state.over) {
    const name = names[Math.floor(chance() * names.length)] ?? ''
    const act = ACTS[name] as ActCase
    let there: Ready
    try {
      there = await ready(stack, act)
    } catch {
      await sleep(100) // the ground fell away while it was laid; what came of it is counted with the rest
      continue
    }
    const { status, times } = await untilAnswered(there)
    toll.presses++
    if (times > 1) toll.again++
    const [changed, told] = await insist(async () => [await there.form.times(), await traces(stack, there, act)])
    const done = act.program ? [200, 201] : [act.shows ? 200 : 303]
    if (!done.includes(status) || changed !== 1 || told !== 1) toll.faults.push(`${name}: ${status}, ${changed} times, told ${told} times`)
  }
}

/** With the same key, until something is heard. */
async function untilAnswered({ asking, form: { path, fields } }: Ready) {
  const key = newId('key')
  for (let times = 1; ; times++) {
    const answer = await asking.post(path, { ...fields, key }).catch(() => undefined)
    // What customers ask in a minute is counted, whether or not they were answered.
    if (answer && ![429, 503].includes(answer.status)) return { status: answer.status, times }
    if (times > 400) return { status: answer?.status ?? 0, times }
    await sleep(100)
  }
}

/** Whoever asks the database itself may meet a kill, or a server that still recovers from one. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === 200) throw error
      await sleep(100)
    }
  }
}
