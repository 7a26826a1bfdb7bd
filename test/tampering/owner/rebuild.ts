import { resealed, unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'changes a row and seals everything after it anew',
  sql: (scene) =>
    unguarded(
      `update audit.trail set sentence = 'Nothing.' where chain = '${scene.chains.vera}' and seq = 6; ${resealed(scene.chains.vera, 6)}`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ByOwner
