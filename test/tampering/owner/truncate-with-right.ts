import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'empties the trail after giving themselves the right',
  sql: 'grant truncate on audit.trail to portal_archive; truncate audit.trail',
  expected: { blocked: 'IM500' },
} satisfies ByOwner
