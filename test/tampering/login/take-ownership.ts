import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'makes the trail its own',
  keys: 'ada',
  sql: 'alter table audit.trail owner to portal_staff',
  expected: { blocked: '42501' },
} satisfies ByLogin
