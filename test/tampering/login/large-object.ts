import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'takes a file of the server in as a large object',
  keys: 'ada',
  sql: "select lo_import('/etc/passwd')",
  expected: { blocked: '42501' },
} satisfies ByLogin
