import { resealed, unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'sets the clock back: a row that is older than the one before it, well sealed',
  sql: (scene) =>
    unguarded(
      `insert into audit.trail select (jsonb_populate_record(t, '{"seq": 13, "at": "2020-01-01T00:00:00Z"}')).* from audit.trail t where t.chain = '${scene.chains.vera}' and t.seq = 12; ${resealed(scene.chains.vera, 13)}; update audit.trail_head set seq = 14 where false`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 13 }) },
} satisfies ByOwner
