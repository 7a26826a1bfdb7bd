import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'removes the head of a chain',
  keys: 'ada',
  sql: 'delete from audit.trail_head',
  expected: { blocked: '42501' },
} satisfies ByLogin
