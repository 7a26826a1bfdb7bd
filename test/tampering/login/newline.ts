import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'writes a reason that looks like another row of a log',
  keys: 'vera',
  sql: `insert into audit.trail (act, sentence, outcome, reason) values ('x', 'x', 'done', E'fine.\\n{"chain":"operator:x","seq":1}\\r\\nforged')`,
  expected: { void: "select from audit.trail where reason like '%forged' and canonical ~ '[\\x01-\\x1f]'" },
} satisfies ByLogin
