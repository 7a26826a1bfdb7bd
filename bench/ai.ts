import { parseArgs } from 'node:util'
import type { Socket } from 'socket.io-client'
import { meet } from '#test/e2e/portal.ts'
import { startRunning } from '#test/e2e/running.ts'
import { insideAcme } from '#test/e2e/sockets/inside.ts'
import { holdGround } from '#test/ground/ground.ts'
import { quantile, sayMachine } from './measure.ts'
import { residentOfRuntimes } from './resident.ts'

/** `npm run bench:ai [-- --rounds 25]`: a stock client asks the offline model about a case and stops it from another connection after three
 *  chunks. How long until the first words, and until both connections have heard that it stopped. At most 29 rounds: nobody may ask more often.
 *  Then `--streams` answers at once, two for each of half as many people: how many chunks are heard a second, and what the runtimes hold meanwhile. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' }, streams: { type: 'string', default: '100' } } })
const rounds = Math.min(29, Number(values.rounds))
const streams = Number(values.streams)
const QUESTION = 'Where does this case stand, and what is missing in it?'

sayMachine()
const { ground, release } = await holdGround()
const portal = await startRunning(ground)
try {
  meet(portal)
  const vera = await insideAcme()
  const [asking, stopping] = [vera.connect(), vera.connect()]
  await Promise.all([asking, stopping].map((socket) => new Promise<void>((go) => socket.once('connect', () => go()))))
  await asking.timeout(10_000).emitWithAck('ai:load-context', { entityType: 'case', entityId: vera.caseId })
  const times: Record<'first words' | 'stop acknowledged' | 'stop heard', number[]> = {
    'first words': [],
    'stop acknowledged': [],
    'stop heard': [],
  }
  let late = 0
  for (let round = -1; round < rounds; round++) {
    const measured = await once(asking, stopping)
    // The first is for warming up.
    if (round < 0) continue
    late = Math.max(late, measured.late)
    times['first words'].push(measured.first)
    times['stop acknowledged'].push(measured.acknowledged)
    times['stop heard'].push(measured.heard)
  }
  for (const [name, all] of Object.entries(times)) {
    const at = (share: number) => `${quantile(all, share).toFixed(0)} ms`
    console.log(`${name}, ${all.length} rounds: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`)
  }
  console.log(`chunks after the acknowledgement: ${late} at most`)
  for (const socket of [asking, stopping]) socket.disconnect()
  await together()
} finally {
  await portal.stop()
  await release()
}
process.exit(0)

async function once(asking: Socket, stopping: Socket) {
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
  const heard = cancelled.then(() => performance.now() - stopped)
  await stopping.timeout(10_000).emitWithAck('ai:cancel', {})
  const [acknowledged, atAck] = [performance.now() - stopped, chunks]
  const result = { first, acknowledged, heard: await heard, late: 0 }
  await new Promise((go) => setTimeout(go, 200))
  asking.off('ai:chat-chunk')
  return { ...result, late: chunks - atAck }
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
