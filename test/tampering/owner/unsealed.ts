import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'writes a row while the seal is off',
  sql: (scene) =>
    unguarded(
      `insert into audit.trail select (jsonb_populate_record(t, '{"seq": 13}')).* from audit.trail t where t.chain = '${scene.chains.vera}' and t.seq = 12`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 13 }) },
} satisfies ByOwner
