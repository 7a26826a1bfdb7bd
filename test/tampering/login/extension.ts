import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'makes an extension that reaches other databases',
  keys: 'ada',
  sql: 'create extension dblink',
  expected: { blocked: '42501' },
} satisfies ByLogin
