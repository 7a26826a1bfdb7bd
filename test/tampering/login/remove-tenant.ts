import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRw',
  what: 'removes a tenant, and with it perhaps its rows',
  keys: 'writing',
  sql: 'delete from public.tenant',
  expected: { blocked: '42501' },
} satisfies ByLogin
