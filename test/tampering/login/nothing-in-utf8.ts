import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'writes a sign that is none',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, reason) values ('x', 'x', 'done', chr(0))",
  expected: { blocked: '54000' },
} satisfies ByLogin
