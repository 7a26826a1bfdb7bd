import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'changes a checkpoint in the database after giving themselves the right',
  sql: "grant update on audit.checkpoint to portal_archive; update audit.checkpoint set signed = '{}'",
  expected: { blocked: 'IM500' },
} satisfies ByOwner
