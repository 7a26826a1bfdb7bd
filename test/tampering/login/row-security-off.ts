import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'lifts the row-level security of the trail',
  keys: 'ada',
  sql: 'alter table audit.trail disable row level security',
  expected: { blocked: '42501' },
} satisfies ByLogin
