import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says upon which row its row stands',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, prev) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
