import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'begins a chain of its own',
  keys: 'ada',
  sql: "insert into audit.trail_head (chain, seq, hash) values ('operator:x', 0, '')",
  expected: { blocked: '42501' },
} satisfies ByLogin
