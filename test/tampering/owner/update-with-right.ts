import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'changes a row after giving themselves the right',
  sql: "grant update on audit.trail to portal_archive; update audit.trail set sentence = 'Nothing.'",
  expected: { blocked: 'IM500' },
} satisfies ByOwner
