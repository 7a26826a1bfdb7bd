import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'removes a person, and with them perhaps their rows',
  keys: 'ada',
  sql: 'delete from app.internal_user',
  expected: { blocked: '42501' },
} satisfies ByLogin
