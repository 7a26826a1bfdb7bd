import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says what is sealed',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, canonical) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
