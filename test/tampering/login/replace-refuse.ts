import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'has the guard of the trail refuse nothing',
  keys: 'ada',
  sql: 'alter function audit.refuse() rename to refused',
  expected: { blocked: '42501' },
} satisfies ByLogin
