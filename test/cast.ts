import type { CastName } from '#drizzle/sample/cast.ts'

/** The people of the tests are those of the sample data; every test hires its own copies of them. */
export { CAST, type CastName } from '#drizzle/sample/cast.ts'

/** One of every role, and of their leads. */
export const EVERYBODY = [
  'vera',
  'hugo',
  'imke',
  'lena',
  'paul',
  'rosa',
  'nils',
  'tara',
  'omar',
  'dana',
  'ada',
] as const satisfies CastName[]
