import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says that somebody else did it',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, operator_id) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
