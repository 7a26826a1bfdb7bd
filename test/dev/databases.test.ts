import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { withOwner } from '#dev/logins.ts'
import { variableOf } from '#dev/worker-variables.ts'

const { adminUrl, templateUrl, variables } = inject('ground')

it('drops a database also while somebody is in it whom the owner may not put out, as soon as they leave', async () => {
  const url = await createDatabase(adminUrl, `portal_dropped_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
  const theirs = new URL(variables[variableOf.portal_staff])
  theirs.pathname = new URL(url).pathname
  const staff = new pg.Client({ connectionString: theirs.href })
  await staff.connect()
  const dropped = dropDatabase(adminUrl, databaseOf(url))
  setTimeout(() => staff.end(), 300)
  await dropped
  const left = await withOwner(adminUrl, (admin) => admin.query('select from pg_database where datname = $1', [databaseOf(url)]))
  expect(left.rowCount).toBe(0)
})
