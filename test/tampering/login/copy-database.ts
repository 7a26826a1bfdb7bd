import type { ByLogin } from '../tampering.ts'

export default {
  as: 'jobs',
  what: 'copies the whole database, to change it there and come back',
  sql: 'create database copied',
  alone: true,
  expected: { blocked: '42501' },
} satisfies ByLogin
