import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRo',
  what: 'becomes another login',
  keys: 'reading',
  sql: 'set session authorization portal_jobs',
  expected: { blocked: '42501' },
} satisfies ByLogin
