import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'removes rows after giving themselves the right',
  sql: 'grant delete on audit.trail to portal_archive; delete from audit.trail where seq > 3',
  expected: { blocked: 'IM500' },
} satisfies ByOwner
