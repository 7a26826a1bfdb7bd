import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'dates its row back',
  sql: "insert into audit.trail (act, sentence, outcome, at) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
