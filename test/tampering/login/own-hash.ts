import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says which hash its row has',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, hash) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
