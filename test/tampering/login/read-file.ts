import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'reads the files of the server',
  sql: "select pg_read_file('postgresql.conf')",
  expected: { blocked: '42501' },
} satisfies ByLogin
