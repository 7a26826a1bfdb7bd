import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'removes a session, and with it perhaps its rows',
  keys: 'ada',
  sql: 'delete from app.impersonation_session',
  expected: { blocked: '42501' },
} satisfies ByLogin
