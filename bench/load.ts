import { parseArgs } from 'node:util'
import { PROFILES, type Profile } from '#drizzle/sample/profiles.ts'
import { openGround } from './ground.ts'
import { sayMachine } from './measure.ts'

/** `npm run bench:load -- --profile M7`: fills a database of its own under the data directory, once, and says how long it took. */
const { values } = parseArgs({ options: { profile: { type: 'string', default: 'M' } } })
if (!(values.profile in PROFILES)) throw new RangeError(`Profiles are ${Object.keys(PROFILES).join(', ')}.`)
sayMachine()
const ground = await openGround(values.profile as Profile)
await ground.close()
