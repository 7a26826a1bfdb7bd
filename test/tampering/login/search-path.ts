import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'puts a schema of its own before ours',
  keys: 'ada',
  sql: 'create schema ahead; set local search_path = ahead',
  expected: { blocked: '42501' },
} satisfies ByLogin
