import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'shouts what it read, for others to hear',
  keys: 'vera',
  sql: "select pg_notify('leak', string_agg(sentence, ' ')) from audit.trail where seq = 1",
  expected: { void: "select from pg_stat_activity where query ilike 'listen %'" },
} satisfies ByLogin
