import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'lifts its own time limits for every time to come',
  sql: "do $do$ begin execute format('alter role portal_jobs in database %I set statement_timeout = 0', current_database()); end $do$",
  expected: { noticed: 'portal_jobs' },
} satisfies ByLogin
