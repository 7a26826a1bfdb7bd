import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'leaves a transaction behind that holds the head for good',
  keys: 'vera',
  sql: `${NOTE}; prepare transaction 'for good'`,
  expected: { blocked: '55000' },
} satisfies ByLogin
