import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'disables the guards and changes what a row says',
  sql: (scene) =>
    unguarded(
      `update audit.trail set sentence = 'Nothing.', canonical = replace(canonical, 'Took', 'Left') where chain = '${scene.chains.vera}' and seq = 5`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ByOwner
