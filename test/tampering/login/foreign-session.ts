import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'tenantRo',
  what: 'acts in a session with the sign-in of somebody else',
  keys: 'reading',
  sql: (scene) => `select set_config('app.login_key', '${scene.keys.vera.login}', true); ${NOTE}`,
  expected: { blocked: 'IM401' },
} satisfies ByLogin
