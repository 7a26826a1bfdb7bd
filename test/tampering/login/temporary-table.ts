import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRo',
  what: 'puts a table of its own before the trail',
  keys: 'reading',
  sql: 'create temporary table trail (act text)',
  expected: { blocked: '42501' },
} satisfies ByLogin
