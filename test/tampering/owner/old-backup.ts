import { unguarded } from '../owner-sql.ts'
import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'brings back a copy of the database from before the last checkpoint',
  sql: (scene) =>
    unguarded(`alter table audit.checkpoint disable trigger append_only; grant delete on audit.checkpoint to portal_archive; delete from audit.checkpoint where number = 3;
    delete from audit.trail where seq > 8; delete from audit.trail where chain = '${scene.chains.system}' and seq > 2; update audit.trail_head h set seq = t.seq, hash = t.hash from audit.trail t where t.chain = h.chain and t.seq = (select max(m.seq) from audit.trail m where m.chain = h.chain)`),
  expected: {
    // What is written after it takes numbers that were signed already: first of all that evidence was taken.
    detected: 1,
    at: (scene) => ({ chain: scene.chains.system, seq: 3 }),
  },
} satisfies ByOwner
