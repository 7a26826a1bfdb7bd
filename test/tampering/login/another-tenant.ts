import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRo',
  what: 'files a row in the chain of another tenant',
  keys: 'reading',
  sql: (scene) => `insert into audit.trail (act, sentence, outcome, tenant_id) values ('x', 'x', 'read', '${scene.tenants.there}')`,
  expected: { blocked: '42501' },
} satisfies ByLogin
