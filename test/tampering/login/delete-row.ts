import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'removes the rows of a person',
  sql: "delete from audit.trail where operator_id = 'ops_x'",
  expected: { blocked: '42501' },
} satisfies ByLogin
