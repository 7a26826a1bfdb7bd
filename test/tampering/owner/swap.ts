import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'disables the guards and swaps two rows',
  sql: (scene) =>
    unguarded(
      `update audit.trail set seq = 100 + seq where chain = '${scene.chains.vera}' and seq in (5, 6); update audit.trail set seq = 111 - seq where chain = '${scene.chains.vera}' and seq > 100`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ByOwner
