import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'holds rows of the trail',
  keys: 'ada',
  sql: 'select from audit.trail for update',
  expected: { blocked: '42501' },
} satisfies ByLogin
