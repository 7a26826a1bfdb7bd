import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'disables the guards and removes a row from the middle',
  sql: (scene) => unguarded(`delete from audit.trail where chain = '${scene.chains.vera}' and seq = 5`),
  expected: { detected: 3, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ByOwner
