import { NOTE } from '../scene.ts'
import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'holds the head of a chain, so that others wait',
  keys: 'vera',
  sql: NOTE,
  // Whoever waits is told so after two seconds, and nothing of theirs happened.
  meanwhile: { as: 'staff', keys: 'vera', sql: NOTE },
  expected: { blocked: '55P03' },
} satisfies ByLogin
