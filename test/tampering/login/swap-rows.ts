import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'swaps two rows',
  sql: 'update audit.trail set seq = 3 - seq where seq in (1, 2)',
  expected: { blocked: '42501' },
} satisfies ByLogin
