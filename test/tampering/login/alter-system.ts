import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'changes how the server keeps things',
  sql: 'alter system set fsync = off',
  alone: true,
  expected: { blocked: '42501' },
} satisfies ByLogin
