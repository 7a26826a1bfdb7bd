/** The people of the tests are those of the sample data; every test hires its own copies of them. */
export { CAST, type CastName } from '#drizzle/sample/cast.ts'
