import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'has triggers passed over for their whole session',
  sql: 'set session_replication_role = replica',
  expected: { blocked: '42501' },
} satisfies ByOwner
