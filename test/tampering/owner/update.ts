import type { ByOwner } from '../tampering.ts'

export default {
  as: 'owner',
  what: 'changes a row',
  sql: "update audit.trail set sentence = 'Nothing.'",
  expected: { blocked: '42501' },
} satisfies ByOwner
