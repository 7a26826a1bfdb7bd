import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says that it was elsewhere',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, ip) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
