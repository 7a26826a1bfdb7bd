import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'takes every lock that has a number',
  keys: 'ada',
  sql: `select pg_advisory_xact_lock(n) from generate_series(1, 500) n; ${NOTE}`,
  expected: {
    // No lock that has only a number is asked for by the trail.
    void: (scene) => `select from audit.trail_head where chain = 'operator:${scene.people.ada}' having count(*) = 0`,
  },
} satisfies ByLogin
