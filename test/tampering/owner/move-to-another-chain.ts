import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'files a row of one chain in another',
  sql: (scene) =>
    unguarded(
      `update audit.trail set chain = '${scene.chains.vera}', seq = 13 where chain = '${scene.chains.there}' and seq = 12; update audit.trail_head set seq = 11, hash = (select hash from audit.trail where chain = '${scene.chains.there}' and seq = 11) where chain = '${scene.chains.there}'`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 13 }) },
} satisfies ByOwner
