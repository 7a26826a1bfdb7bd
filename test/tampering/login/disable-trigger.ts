import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'takes the guard of the trail away',
  keys: 'ada',
  sql: 'alter table audit.trail disable trigger append_only',
  expected: { blocked: '42501' },
} satisfies ByLogin
