import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { createDatabase, databaseOf, dropDatabase, withDatabase } from '#dev/databases.ts'
import { type Duty, variableOf } from '#dev/worker-variables.ts'
import { type Ask, asOwnerComes } from './asking.ts'
import { connectedTo, letGoOf } from './readers.ts'

const { adminUrl, ownerUrl, templateUrl, variables } = inject('ground')

/** The addresses of one database, by who asks. */
export type Place = {
  owner: string
  staff: string
  tenantRo: string
  tenantRw: string
  jobs: string
  customer: string
  tenantUser: string
}

const of = (duty: Duty, url: string) => asOwnerComes(withDatabase(variables[variableOf[duty]], databaseOf(url)))
const placeAt = (url: string): Place => ({
  owner: url,
  staff: of('portal_staff', url),
  tenantRo: of('portal_tenant_ro', url),
  tenantRw: of('portal_tenant_rw', url),
  jobs: of('portal_jobs', url),
  customer: of('portal_customer', url),
  tenantUser: of('portal_tenant_user', url),
})

/** The database that all tests share. */
export const shared = placeAt(ownerUrl)

/** A copy of the empty database for what would disturb the others: ending everybody's sessions, other rights, careless functions. */
export function scratchPlace(prepare: (own: Ask) => Promise<unknown> = async () => {}): () => Place {
  const name = `portal_scratch_${randomBytes(3).toString('hex')}`
  let place: Place | undefined
  beforeAll(async () => {
    place = placeAt(await createDatabase(adminUrl, name, databaseOf(templateUrl)))
    await connectedTo(place.owner, prepare)
  })
  afterAll(() => drop(name))
  return () => {
    if (!place) throw new Error('not made yet')
    return place
  }
}

/** A copy of a prepared scratch database, to change something in it; nobody may be connected to the original meanwhile. */
export async function createScratchCopy(original: Place): Promise<{ place: Place; drop(): Promise<void> }> {
  const name = `portal_scratch_${randomBytes(4).toString('hex')}`
  await letGoOf(databaseOf(original.owner))
  const place = placeAt(await createDatabase(adminUrl, name, databaseOf(original.owner)))
  return { place, drop: () => drop(name) }
}

async function drop(name: string) {
  await letGoOf(name)
  await dropDatabase(adminUrl, name)
}
