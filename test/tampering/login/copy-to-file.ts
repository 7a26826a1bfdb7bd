import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'copies the trail to a file of the server',
  keys: 'ada',
  sql: "copy audit.trail to '/tmp/trail'",
  expected: { blocked: '42501' },
} satisfies ByLogin
