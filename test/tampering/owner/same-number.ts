import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'puts a second row under a number',
  sql: 'alter table audit.trail disable trigger seal; insert into audit.trail select * from audit.trail where seq = 3',
  expected: { blocked: '23505' },
} satisfies ByOwner
