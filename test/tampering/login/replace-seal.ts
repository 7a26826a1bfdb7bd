import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'writes the sealing function anew',
  sql: "create or replace function audit.seal() returns trigger language plpgsql as 'begin return null; end'",
  expected: { blocked: '42501' },
} satisfies ByLogin
