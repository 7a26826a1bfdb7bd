import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { dutyDefaults, restoreDefaults, withOwner } from '#dev/logins.ts'
import { migrate } from '#dev/migrate.ts'
import { addStaff, readStaff } from '#dev/staff.ts'
import { variableOf } from '#dev/worker-variables.ts'

const { adminUrl, templateUrl, ownerUrl, variables } = inject('ground')
let own: string
beforeAll(async () => {
  own = await createDatabase(adminUrl, `portal_logins_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
})
afterAll(() => dropDatabase(adminUrl, databaseOf(own)))

it('knows what the migrations set for every duty', async () => {
  const rows = await withOwner(ownerUrl, async (owner) => {
    const query = `select array(select unnest(setconfig) order by 1) as settings from pg_db_role_setting join pg_roles r on r.oid = setrole where r.rolname like 'portal\\_%' and r.rolname <> 'portal_owner'`
    return (await owner.query(query)).rows
  })
  expect(rows.length).toBeGreaterThanOrEqual(4)
  expect(new Set(rows.map(({ settings }) => settings.join()))).toEqual(new Set([dutyDefaults.join()]))
})

it('puts back the defaults a login changed for itself, and says whose', async () => {
  await withOwner(variables[variableOf.portal_jobs], (jobs) => jobs.query("alter role portal_jobs set statement_timeout = '0'"))
  expect(await restoreDefaults(ownerUrl)).toEqual(['portal_jobs'])
  expect(await restoreDefaults(ownerUrl)).toEqual([])
})

it('migrates a database twice without a second effect', async () => {
  expect(await migrate(own)).toEqual([])
})

it('lets the duties into the database, with the passwords they were given', async () => {
  for (const name of Object.values(variableOf)) await withOwner(variables[name], (duty) => duty.query('select 1'))
})

it('adds a member of staff and leaves a trace, in one transaction', async () => {
  const staff = {
    email: 'nora@vendor.example',
    directoryId: '0d1ec700-0000-4000-8000-00000000bbbb',
    name: 'Nora',
    role: 'ADMIN',
    lead: false,
  } as const
  const added = await addStaff(own, staff)
  if (!added.ok) throw new Error(added.because)
  const trail = await withOwner(own, (owner) => owner.query('select operator_id, act from audit.trail where entity_ids = $1', [[added.id]]))
  expect(trail.rows).toEqual([{ operator_id: 'system', act: 'staff:add' }])

  expect(await addStaff(own, { ...staff, email: 'other@vendor.example' })).toEqual({ ok: false, because: expect.stringContaining('--oid') })
  expect(await addStaff(own, { ...staff, directoryId: staff.directoryId.replace('bbbb', 'cccc'), email: 'NORA@vendor.example' })).toEqual({
    ok: false,
    because: expect.stringContaining('--email'),
  })
})

it('names every field that is wrong', () => {
  const read = readStaff(['add', '--email', 'x', '--oid', 'y', '--name', '', '--role', 'BOSS'])
  expect('wrong' in read && read.wrong.map((line) => line.split(':')[0])).toEqual(['--email', '--oid', '--name', '--role'])
  expect(readStaff(['add', '--emial', 'x'])).toEqual({ wrong: [expect.stringContaining('--emial')] })
  expect(readStaff(['remove'])).toMatchObject({ wrong: expect.arrayContaining(['Say what to do: add.']) })
})
