import { parseArgs } from 'node:util'
import { compare } from '#test/worker/live/rules/wire/oracle.ts'

/** `node bench/wire.ts [--frames 1000000] [--seed s]`: random and mutated socket.io packets, read by us and by the stock parser. Ends with
 *  1 where the two differ in a way that is not listed. */
const { values } = parseArgs({ options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string' } } })
const seed = values.seed ?? String(Math.floor(Math.random() * 1e9))

const began = performance.now()
const { frames, taken, stricter, differences } = compare(seed, Number(values.frames))
console.log(`seed ${seed}: ${frames} frames in ${((performance.now() - began) / 1000).toFixed(0)} s, ${taken} of them taken by both`)
console.table(stricter)
for (const difference of differences.slice(0, 20)) console.log(difference)
console.log(`${differences.length} differences`)
process.exit(differences.length === 0 ? 0 : 1)
