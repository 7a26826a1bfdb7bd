import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'takes the seal away',
  sql: 'drop trigger seal on audit.trail',
  expected: { blocked: '42501' },
} satisfies ByLogin
