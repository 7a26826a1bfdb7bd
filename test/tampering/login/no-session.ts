import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRw',
  what: 'acts in a tenant with a sign-in alone',
  keys: 'writing',
  sql: `select set_config('app.session_key', '', true); ${NOTE}`,
  expected: { blocked: 'IM401' },
} satisfies ByLogin
