import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'makes a child of the trail, whose rows are read with it',
  sql: 'create table public.more () inherits (audit.trail)',
  expected: { blocked: '42501' },
} satisfies ByLogin
