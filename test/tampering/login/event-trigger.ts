import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'listens to changes of the schema',
  keys: 'ada',
  sql: 'create event trigger mine on ddl_command_start execute function audit.refuse()',
  expected: { blocked: '42501' },
} satisfies ByLogin
