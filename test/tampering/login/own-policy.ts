import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'lets itself read everything by a policy',
  keys: 'vera',
  sql: 'create policy mine on audit.trail using (true)',
  expected: { blocked: '42501' },
} satisfies ByLogin
