import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'copies rows in from a program',
  sql: "copy audit.trail (act, sentence, outcome) from program 'true'",
  expected: { blocked: '42501' },
} satisfies ByLogin
