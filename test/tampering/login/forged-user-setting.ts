import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRo',
  what: 'says by a setting that it is the jobs, who act as the system',
  keys: 'reading',
  sql: "select set_config('session_user', 'portal_jobs', true)",
  expected: { blocked: '42704' },
} satisfies ByLogin
