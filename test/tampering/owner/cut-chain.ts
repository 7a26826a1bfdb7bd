import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'removes a whole chain with its head',
  sql: (scene) =>
    unguarded(
      `delete from audit.trail where chain = '${scene.chains.vera}'; delete from audit.trail_head where chain = '${scene.chains.vera}'`,
    ),
  expected: { detected: 2, at: (scene) => ({ chain: scene.chains.vera }) },
} satisfies ByOwner
