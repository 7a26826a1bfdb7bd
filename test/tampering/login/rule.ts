import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'has inserts do nothing by a rule',
  keys: 'ada',
  sql: 'create rule quiet as on insert to audit.trail do instead nothing',
  expected: { blocked: '42501' },
} satisfies ByLogin
