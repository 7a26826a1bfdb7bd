import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'changes what a row says',
  keys: 'ada',
  sql: "update audit.trail set sentence = 'Nothing.'",
  expected: { blocked: '42501' },
} satisfies ByLogin
