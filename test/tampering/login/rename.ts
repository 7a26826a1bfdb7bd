import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'puts another table in its place',
  sql: 'alter table audit.trail rename to trail_of_old',
  expected: { blocked: '42501' },
} satisfies ByLogin
