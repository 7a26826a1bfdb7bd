import { parseArgs } from 'node:util'
import type { Socket } from 'socket.io-client'
import { meet } from '#test/e2e/portal.ts'
import { startRunning } from '#test/e2e/running.ts'
import { insideAcme } from '#test/e2e/sockets/inside.ts'
import { holdGround } from '#test/ground/ground.ts'
import { startUpstream } from '#test/ground/upstream.ts'
import { quantile, sayMachine } from './measure.ts'
import { residentOfRuntimes } from './resident.ts'

/** `npm run bench:ai [-- --rounds 25 --streams 100]`: a stock client asks about a case and stops the answer from another connection after three
 *  chunks: how long until the first words, and until everybody has heard that it stopped. At most 29 rounds: nobody may ask more often. Once with
 *  the offline model, whose first words take what it takes to think of them; once with a provider over HTTP that speaks at once, so that what is
 *  waited for is the portal's own. Then `--streams` answers at once, two for each of half as many people: how many chunks are heard a second, and
 *  what the runtimes hold meanwhile. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' }, streams: { type: 'string', default: '100' } } })
const rounds = Math.min(29, Number(values.rounds))
const streams = Number(values.streams)
const QUESTION = 'Where does this case stand, and what is missing in it?'

sayMachine()
const { ground, release } = await holdGround()
let hungUp = () => {}
const upstream = await startUpstream({ onClose: () => hungUp() })
try {
  await at({}, async () => {
    await stops('the offline model')
    await together()
  })
  await at({ AI_PROVIDER: 'openai-compatible', AI_URL: `${upstream.url}/steady`, AI_MODEL: 'bench' }, async () => {
    await stops('a provider over HTTP', () => new Promise((go) => (hungUp = () => go())))
    await throughOne()
  })
} finally {
  await upstream.close()
  await release()
}
process.exit(0)

async function at(set: Record<string, string>, measure: () => Promise<void>) {
  const portal = await startRunning(ground, set)
  try {
    meet(portal)
    await measure()
  } finally {
    await portal.stop()
  }
}

/** `closed`: until the provider's line closes. */
async function stops(whom: string, closed?: () => Promise<void>) {
  const vera = await insideAcme()
  const [asking, stopping] = [vera.connect(), vera.connect()]
  await Promise.all([asking, stopping].map((socket) => new Promise<void>((go) => socket.once('connect', () => go()))))
  await asking.timeout(10_000).emitWithAck('ai:load-context', { entityType: 'case', entityId: vera.caseId })
  const times: Record<string, number[]> = {}
  let late = 0
  for (let round = -1; round < rounds; round++) {
    const measured = await once(asking, stopping, closed)
    // The first is for warming up.
    if (round < 0) continue
    late = Math.max(late, measured.late)
    for (const [name, ms] of Object.entries(measured.ms)) (times[name] ??= []).push(ms)
  }
  console.log(`${whom}, ${rounds} rounds`)
  for (const [name, all] of Object.entries(times)) {
    const share = (part: number) => `${quantile(all, part).toFixed(0)} ms`
    console.log(`  ${name}: p50 ${share(0.5)}, p99 ${share(0.99)}`)
  }
  console.log(`  chunks after the acknowledgement: ${late} at most`)
  for (const socket of [asking, stopping]) socket.disconnect()
}

async function once(asking: Socket, stopping: Socket, closed?: () => Promise<void>) {
  let chunks = 0
  let first = 0
  const began = performance.now()
  const third = new Promise<void>((go) =>
    asking.on('ai:chat-chunk', () => {
      chunks += 1
      if (chunks === 1) first = performance.now() - began
      if (chunks === 3) go()
    }),
  )
  const cancelled = new Promise<void>((go) => asking.once('ai:chat-cancelled', () => go()))
  asking.emit('ai:chat', { message: QUESTION })
  await third
  const stopped = performance.now()
  const since = () => performance.now() - stopped
  const heard = cancelled.then(since)
  const hung = closed?.().then(since)
  await stopping.timeout(10_000).emitWithAck('ai:cancel', {})
  const [acknowledged, atAck] = [since(), chunks]
  const ms = {
    'first words': first,
    'stop acknowledged': acknowledged,
    'stop heard': await heard,
    ...(hung && { 'provider hung up': await hung }),
  }
  await new Promise((go) => setTimeout(go, 200))
  asking.off('ai:chat-chunk')
  return { ms, late: chunks - atAck }
}

/** One object, which is one person's: two answers at once are the most, each said word for word by the provider every ten ms and told in chunks. */
async function throughOne() {
  const { caseId, connect } = await insideAcme()
  const socket = connect()
  await new Promise<void>((go) => socket.once('connect', () => go()))
  await socket.timeout(10_000).emitWithAck('ai:load-context', { entityType: 'case', entityId: caseId })
  let [chunks, words] = [0, 0]
  const first = new Promise<void>((go) => socket.once('ai:chat-chunk', () => go()))
  socket.on('ai:chat-chunk', ({ text }: { text: string }) => {
    chunks += 1
    words += text.split(' ').length - 1
  })
  for (let n = 0; n < 2; n++) socket.emit('ai:chat', { message: QUESTION })
  await first
  const began = performance.now()
  await new Promise((go) => setTimeout(go, 5_000))
  const seconds = (performance.now() - began) / 1000
  console.log(`  through one object, two answers: ${(chunks / seconds).toFixed(0)} chunks/s with ${(words / seconds).toFixed(0)} words/s`)
  socket.disconnect()
}

async function together() {
  const sockets: Socket[] = []
  for (let n = 0; n < streams / 2; n++) {
    const { caseId, connect } = await insideAcme()
    const socket = connect()
    await new Promise<void>((go) => socket.once('connect', () => go()))
    await socket.timeout(20_000).emitWithAck('ai:load-context', { entityType: 'case', entityId: caseId })
    sockets.push(socket)
  }
  let [chunks, ended, refused] = [0, 0, 0]
  const all = Promise.withResolvers<void>()
  const over = () => (ended + refused === streams ? all.resolve() : undefined)
  for (const socket of sockets) {
    socket.on('ai:chat-chunk', () => (chunks += 1))
    socket.on('ai:chat-complete', () => ((ended += 1), over()))
    socket.on('ai:chat-error', () => ((refused += 1), over()))
  }
  const before = residentOfRuntimes()
  let most = before
  const looking = setInterval(() => (most = Math.max(most, residentOfRuntimes())), 250)
  const began = performance.now()
  for (const socket of sockets) for (let n = 0; n < 2; n++) socket.emit('ai:chat', { message: QUESTION })
  await all.promise
  clearInterval(looking)
  const seconds = (performance.now() - began) / 1000
  const inMiB = (kib: number) => `${(kib / 1024).toFixed(0)} MiB`
  console.log(`${ended} answers at once, ${refused} refused: ${(chunks / seconds).toFixed(0)} chunks/s over ${seconds.toFixed(1)} s`)
  console.log(
    `the runtimes held ${inMiB(before)} before and ${inMiB(most)} at most, ${((most - before) / streams).toFixed(0)} KiB an answer`,
  )
  for (const socket of sockets) socket.disconnect()
}
