import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'changes a row by MERGE',
  keys: 'ada',
  sql: 'merge into audit.trail t using (select 1) one on t.seq = 1 when matched then delete',
  expected: { blocked: '42501' },
} satisfies ByLogin
