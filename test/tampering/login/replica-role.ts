import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'has triggers passed over, as a replica does',
  keys: 'ada',
  sql: 'set local session_replication_role = replica',
  expected: { blocked: '42501' },
} satisfies ByLogin
