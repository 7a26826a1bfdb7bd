import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'writes a row of two megabytes',
  keys: 'vera',
  sql: "insert into audit.trail (act, sentence, outcome, facts) values ('x', 'x', 'done', jsonb_build_object('huge', repeat('huge', 500000)))",
  expected: { void: "select from audit.trail where facts ? 'huge' and hash <> sha256(prev || convert_to(canonical, 'UTF8'))" },
} satisfies ByLogin
