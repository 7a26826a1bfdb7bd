import { resealed, unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'leaves a row out, closes the gap and seals everything after it anew',
  sql: (scene) =>
    unguarded(
      `delete from audit.trail where chain = '${scene.chains.vera}' and seq = 6; update audit.trail set seq = seq - 1001 where chain = '${scene.chains.vera}' and seq > 6; update audit.trail set seq = seq + 1000 where chain = '${scene.chains.vera}' and seq < 0; ${resealed(scene.chains.vera, 6)}`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ByOwner
