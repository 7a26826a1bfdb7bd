import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'locks the trail for everybody',
  sql: 'lock table audit.trail in share mode',
  expected: { blocked: '42501' },
} satisfies ByLogin
