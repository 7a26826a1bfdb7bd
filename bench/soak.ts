import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openSoakGround } from '#test/e2e/soak/ground.ts'
import { soak } from '#test/e2e/soak/soak.ts'
import { holdGround } from '#test/ground/ground.ts'
import { sayMachine } from './measure.ts'

/** `npm run soak [-- --seconds 300 --sockets 500 --crashes 4 --seed 7]`: people with programs and pages are told things while lines, rooms
 *  and the whole runtime break. Ends with a fault if anybody heard anything twice, in another order, not at all, or of others. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    sockets: { type: 'string', default: '500' },
    crashes: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
})
const [seconds, sockets, crashes, seed] = [values.seconds, values.sockets, values.crashes, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
]
const EACH = 4

sayMachine()
const { ground, release } = await holdGround()
const portal = await openSoakGround(ground)
try {
  const report = await soak(portal, { people: Math.ceil(sockets / EACH), earsEach: EACH, seconds, seed, crashes })
  console.log(report)
  if (report.first.length > 0) process.exitCode = 1
} finally {
  await portal.stop()
  await release()
}
process.exit()
