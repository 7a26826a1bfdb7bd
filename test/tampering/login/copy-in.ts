import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'copies rows in, as from another database, with numbers and hashes of its own',
  keys: 'ada',
  sql: 'copy audit.trail (chain, seq, prev, hash, canonical, at, operator_id, act, sentence, outcome) from stdin',
  expected: { blocked: '42501' },
} satisfies ByLogin
