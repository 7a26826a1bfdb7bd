import type { ByLogin } from '../tampering.ts'

export default {
  as: 'staff',
  what: 'makes a function that is found before the real one',
  keys: 'ada',
  sql: 'create function public.sha256(bytea) returns bytea language sql return $1',
  expected: { blocked: '42501' },
} satisfies ByLogin
