import { createRequire } from 'node:module'
import type * as Neon from '@neondatabase/serverless'
import { expect, it } from 'vitest'
import { buildPackages } from '#dev/build/packages.ts'

await buildPackages()
type Driver = Pick<typeof Neon, 'neon' | 'neonConfig' | 'types'>

/** A copy of each for this file alone: others of the process set up the driver, and drizzle its types. */
const LEAN = '#worker/db/neon.gen.js?alone'
const lean = (await import(LEAN)) as Driver
const require = createRequire(import.meta.url)
const file = require.resolve('@neondatabase/serverless')
const known = require.cache[file]
delete require.cache[file]
const whole = require(file) as Driver & typeof Neon
if (known) require.cache[file] = known
else delete require.cache[file]

/** What PostgreSQL might say of a value of some type. */
const SAID = ['t', '7', '-1.5', '{1,2}', '{"a b",NULL}', '{"a": 1}', '2026-11-26 10:00:00.5+01', '\\x00ff', '(1,2)', '1 day 02:00:00', '']

it('the driver that is deployed reads each type as the whole one does', () => {
  const reads = (driver: Driver, oid: number) =>
    SAID.map((text) => {
      try {
        return driver.types.getTypeParser(oid as never)(text as never) as unknown
      } catch (error) {
        return (error as Error).message
      }
    })
  const oids = [
    ...new Set<number>([...(Object.values(whole.types.builtins) as number[]), 199, 1000, 1009, 1016, 1115, 1185, 1231, 2951, 3807]),
  ]
  expect(oids.length).toBeGreaterThan(60)
  for (const oid of oids) expect([oid, reads(lean, oid)]).toEqual([oid, reads(whole, oid)])
})

it('it asks as the whole one does, one question and several, and hands on what comes back', async () => {
  const asked = async ({ neon, neonConfig }: Driver) => {
    const seen: unknown[] = []
    neonConfig.fetchFunction = async (url: string, { body, headers, method }: RequestInit) => {
      seen.push(url, body, headers, method)
      const one = {
        command: 'SELECT',
        rowCount: 1,
        rows: [['7', 't']],
        fields: ['n', 'is'].map((name, n) => ({ name, dataTypeID: [20, 16][n] })),
      }
      return Response.json(String(body).includes('"queries"') ? { results: [one, one] } : one)
    }
    const sql = neon('postgres://somebody:secret@ep-some.region.neon.example/portal', { fullResults: true })
    const rows = [await sql.query('select $1', [1]), await sql.transaction([sql`select ${2}`, sql`select 3`], { readOnly: true })]
    return JSON.parse(JSON.stringify({ seen, rows })) as { seen: unknown[] }
  }
  const answer = await asked(whole)
  expect(answer.seen).toHaveLength(8)
  expect(await asked(lean)).toEqual(answer)
})
