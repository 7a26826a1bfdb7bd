import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'drops the key and puts a second row under a number',
  sql: (scene) =>
    unguarded(
      `alter table audit.trail drop constraint trail_chain_seq_pk; insert into audit.trail select (jsonb_populate_record(t, '{"sentence": "Nothing.", "hash": "\\\\x00"}')).* from audit.trail t where t.chain = '${scene.chains.vera}' and t.seq = 7`,
    ),
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 7 }) },
} satisfies ByOwner
