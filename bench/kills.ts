import { parseArgs } from 'node:util'
import { buildWorker } from '#test/ground/built.ts'
import { type Killed, KILLED, runKills } from '#test/faults/kills.ts'

/** `node bench/kills.ts --points 100 [--seed n]`: people press buttons while PostgreSQL and the runtime are killed, half of the points
 *  each. Ends with 1 when anything was lost, halved or done twice. */
const { values } = parseArgs({ options: { points: { type: 'string', default: '100' }, seed: { type: 'string' } } })
const points = Number(values.points)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
const worker = Math.floor(points / 2)
const backend = Math.floor(points / 6)
console.log(`seed ${seed}, ${points} kills`)

const began = performance.now()
const toll = await runKills({
  built: await buildWorker(),
  kills: { worker, backend, server: points - worker - backend },
  seed,
  say: (line) => console.log(line),
})
const seconds = (performance.now() - began) / 1000

const spread = (victim: Killed) => {
  const sorted = toll.recovery[victim].toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { kills: sorted.length, 'p50 ms': at(0.5), 'p95 ms': at(0.95), 'most ms': at(1) }
}
console.table(Object.fromEntries(KILLED.map((victim) => [victim, spread(victim)])))
console.log(`${toll.presses} presses answered, ${toll.again} of them pressed again; ${toll.faults.length} faults; ${seconds.toFixed(0)} s`)
for (const fault of toll.faults) console.log(`  ${fault}`)
process.exit(toll.faults.length === 0 ? 0 : 1)
