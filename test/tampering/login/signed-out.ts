import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'acts without being anybody',
  sql: NOTE,
  expected: { blocked: 'IM400' },
} satisfies ByLogin
