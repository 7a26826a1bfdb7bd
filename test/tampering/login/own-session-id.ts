import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says which session it was',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, session_id) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
