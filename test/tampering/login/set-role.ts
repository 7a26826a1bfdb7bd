import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'becomes the owner of the trail',
  keys: 'ada',
  sql: 'set local role portal_archive',
  expected: { blocked: '42501' },
} satisfies ByLogin
