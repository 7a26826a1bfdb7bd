import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'changes a checkpoint',
  sql: "update audit.checkpoint set signed = '{}'",
  expected: { blocked: '42501' },
} satisfies ByLogin
