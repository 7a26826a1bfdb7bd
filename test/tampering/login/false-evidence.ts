import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'says that evidence was taken',
  keys: 'ada',
  sql: "select app.note_evidence(null, '{}')",
  expected: { blocked: '42501' },
} satisfies ByLogin
