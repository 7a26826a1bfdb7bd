import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { dutyUrls, newPasswords, setLoginPasswords } from '#dev/logins.ts'
import { migrate } from '#dev/migrate.ts'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { startThrowawayPostgres } from '#dev/postgres/throwaway.ts'
import { loadSampleData } from '#dev/sample.ts'
import { startSignInProvider } from '#dev/sign-in/provider.ts'
import { connections, type Passwords, provider, workerVariables } from '#dev/worker-variables.ts'
import type { Provided } from '#test/provided.ts'
import { keepAllInMemory } from './memory.ts'

/** The sample data takes seconds; tests arrange their own facts. `TEST_SAMPLE=1` loads it anyway. */
const sample = process.env.TEST_SAMPLE === '1'

type Closers = (() => Promise<unknown>)[]
type Held = { ground: Provided; passwords: Passwords; closers: Closers; close(): Promise<void> }
type Shared = { held?: Promise<Held>; holders: number }

/** Each project of the run loads its own copy of this module, but they stand on the same ground. */
const shared = ((globalThis as { [key: symbol]: unknown })[Symbol.for('portal.ground')] ??= { holders: 0 }) as Shared

/**
 * The ground under every test, once per run: a PostgreSQL of its own (or `DATABASE_URL_TEST`, an owner who may create databases and
 * logins, on PostgreSQL 15 or later), the local Neon endpoint, all migrations, and the sign-in provider. Gone when the last one lets go.
 */
export async function holdGround(): Promise<{ ground: Provided; release(): Promise<void> }> {
  shared.holders++
  shared.held ??= prepare()
  const { ground, close } = await shared.held
  const release = async () => {
    if (--shared.holders > 0) return
    delete shared.held
    await close()
  }
  return { ground, release }
}

/**
 * A database, an endpoint and a sign-in provider of one's own, for files that run beside others: a job that waits is done by whichever
 * file runs jobs next, and so must be of its own making.
 */
export async function ownPlace(): Promise<Pick<Provided, 'variables' | 'ownerUrl'>> {
  const held = await shared.held
  if (!held) throw new Error('There is no ground to stand on yet.')
  const { ground, passwords, closers } = held
  const ownerUrl = await copyOf(ground.templateUrl, ground.adminUrl, 'portal_place', closers)
  const { endpoint, signIn } = await startAround(ownerUrl, closers)
  const urls = connections(dutyUrls(ownerUrl, passwords))
  return { variables: { ...ground.variables, NEON_LOCAL: endpoint.url, ...urls, ...provider(signIn) }, ownerUrl }
}

async function prepare(): Promise<Held> {
  keepAllInMemory()
  const closers: Closers = []
  const close = async () => {
    while (closers.length > 0) await closers.pop()?.()
  }
  try {
    const adminUrl = process.env.DATABASE_URL_TEST ?? (await ownServer(closers))
    const templateUrl = await createDatabase(adminUrl, `portal_template_${randomBytes(3).toString('hex')}`)
    closers.push(() => dropDatabase(adminUrl, databaseOf(templateUrl)))
    await migrate(templateUrl)
    const passwords = newPasswords()
    await setLoginPasswords(templateUrl, passwords)
    const ownerUrl = await copyOf(templateUrl, adminUrl, 'portal_test', closers)
    if (sample) await loadSampleData(ownerUrl)

    const { endpoint, signIn } = await startAround(ownerUrl, closers)
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const variables = workerVariables({
      environment: 'test',
      neonLocal: endpoint.url,
      urls: dutyUrls(ownerUrl, passwords),
      sessionKey: randomBytes(32).toString('base64url'),
      checkpointKey: newCheckpointKey().key,
      signIn,
      origin: 'https://portal.example',
      version,
    })
    return { ground: { variables, ownerUrl, templateUrl, adminUrl, sample }, passwords, closers, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function copyOf(templateUrl: string, adminUrl: string, name: string, closers: Closers): Promise<string> {
  const url = await createDatabase(adminUrl, `${name}_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
  closers.push(() => dropDatabase(adminUrl, databaseOf(url)))
  return url
}

/** Closed before the database is dropped: that waits until the last connection to it is gone. */
async function startAround(ownerUrl: string, closers: Closers) {
  const { hostname, port, search } = new URL(ownerUrl)
  const endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port || 5432), parameters: search } })
  closers.push(endpoint.close)
  const signIn = await startSignInProvider({ ownerUrl })
  closers.push(signIn.close)
  return { endpoint, signIn }
}

async function ownServer(closers: Closers): Promise<string> {
  const server = await startThrowawayPostgres()
  closers.push(server.stop)
  return server.ownerUrl
}
