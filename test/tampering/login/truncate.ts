import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRw',
  what: 'empties the trail',
  keys: 'writing',
  sql: 'truncate audit.trail',
  expected: { blocked: '42501' },
} satisfies ByLogin
