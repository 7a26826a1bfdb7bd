import { inject } from 'vitest'
import { meet } from './portal.ts'

/** Before each file: the portal of its place, started by the first file there. */
const answer = await fetch(`${inject('portals')}/${process.env.VITEST_POOL_ID}`)
const said = await answer.text()
if (!answer.ok) throw new Error(`The portal did not start: ${said}`)
meet(JSON.parse(said))
