import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'writes a reason that reads backwards',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, reason) values ('x', 'Took a support ticket.', 'done', U&'\\202Ereversed')",
  expected: { void: "select from audit.trail where reason like '%reversed' and canonical::jsonb ->> 'reason' <> reason" },
} satisfies ByLogin
