import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'forgets how far the chains were signed',
  sql: 'delete from audit.covered_head',
  expected: { blocked: '42501' },
} satisfies ByLogin
