import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'files its row in another chain',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, chain) values ('x', 'x', 'done', null)",
  expected: { blocked: '42501' },
} satisfies ByLogin
