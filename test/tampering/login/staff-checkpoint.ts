import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'notes a checkpoint',
  keys: 'ada',
  sql: "select app.note_checkpoint('{}', 'k')",
  expected: { blocked: '42501' },
} satisfies ByLogin
