import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says which number its row has',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, seq) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
