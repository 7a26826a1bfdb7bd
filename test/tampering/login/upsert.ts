import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'changes a row by an insert that collides',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome) values ('x', 'x', 'done') on conflict (chain, seq) do update set sentence = 'Nothing.'",
  expected: { blocked: '42501' },
} satisfies ByLogin
