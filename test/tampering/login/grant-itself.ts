import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'gives itself the right to change',
  keys: 'ada',
  sql: 'grant update, delete on audit.trail to portal_staff',
  expected: { void: "select from pg_roles where rolname = 'portal_staff' and has_table_privilege(oid, 'audit.trail', 'update, delete')" },
} satisfies ByLogin
