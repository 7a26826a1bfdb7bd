import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRo',
  what: 'becomes the guard by a setting',
  keys: 'reading',
  sql: "select set_config('role', 'portal_guard', true)",
  expected: { blocked: '42501' },
} satisfies ByLogin
