import { resealed, unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'dates the rows of a chain back and seals them anew',
  sql: (scene) =>
    unguarded(
      `update audit.trail set at = at - interval '1 day' where chain = '${scene.chains.here}' and seq > 8; ${resealed(scene.chains.here, 9)}`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.here, seq: 9 }) },
} satisfies ByOwner
