import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'moves the head of a chain',
  sql: 'update audit.trail_head set seq = 0',
  expected: { blocked: '42501' },
} satisfies ByLogin
