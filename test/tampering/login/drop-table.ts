import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'drops the trail',
  keys: 'ada',
  sql: 'drop table audit.trail',
  expected: { blocked: '42501' },
} satisfies ByLogin
