import { resealed, unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'says that somebody else did it, and seals anew',
  sql: (scene) =>
    unguarded(
      `update audit.trail set operator_id = '${scene.people.ada}' where chain = '${scene.chains.here}' and seq = 2; ${resealed(scene.chains.here, 2)}`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.here, seq: 1 }) },
} satisfies ByOwner
