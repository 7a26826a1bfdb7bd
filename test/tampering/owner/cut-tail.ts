import { resealed, unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'removes the last rows and sets the head back',
  sql: (scene) =>
    unguarded(`delete from audit.trail where chain = '${scene.chains.vera}' and seq > 10; ${resealed(scene.chains.vera, 11)}`),
  expected: { detected: 2, at: (scene) => ({ chain: scene.chains.vera, seq: 11 }) },
} satisfies ByOwner
