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
import { workerVariables } from '#dev/worker-variables.ts'
import type { Provided } from '#test/provided.ts'

/** The sample data takes seconds; tests arrange their own facts. `TEST_SAMPLE=1` loads it anyway. */
const sample = process.env.TEST_SAMPLE === '1'

type Held = { ground: Provided; close(): Promise<void> }
type Shared = { held?: Promise<Held>; holders: number }

/** Each project of the run loads its own copy of this module, but they stand on the same ground. */
const shared = ((globalThis as { [key: symbol]: unknown })[Symbol.for('portal.ground')] ??= { holders: 0 }) as Shared

/**
 * The ground under every test, once per run: a PostgreSQL of its own (or `DATABASE_URL_TEST`, an owner who may create databases and
 * logins, on any version), the local Neon endpoint, all migrations, and the sign-in provider. Gone when the last one lets go.
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

async function prepare(): Promise<Held> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closer of closers.reverse()) await closer()
  }
  try {
    const adminUrl = process.env.DATABASE_URL_TEST ?? (await ownServer(closers))
    const run = randomBytes(3).toString('hex')
    const templateUrl = await createDatabase(adminUrl, `portal_template_${run}`)
    closers.push(() => dropDatabase(adminUrl, databaseOf(templateUrl)))
    await migrate(templateUrl)
    const passwords = newPasswords()
    await setLoginPasswords(templateUrl, passwords)
    const ownerUrl = await createDatabase(adminUrl, `portal_test_${run}`, databaseOf(templateUrl))
    closers.push(() => dropDatabase(adminUrl, databaseOf(ownerUrl)))
    if (sample) await loadSampleData(ownerUrl)

    const { hostname, port, search } = new URL(ownerUrl)
    const endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port || 5432), parameters: search } })
    closers.push(endpoint.close)
    const signIn = await startSignInProvider({ ownerUrl })
    closers.push(signIn.close)
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
    return { ground: { variables, ownerUrl, templateUrl, adminUrl, sample }, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function ownServer(closers: (() => Promise<unknown>)[]): Promise<string> {
  const server = await startThrowawayPostgres()
  closers.push(server.stop)
  return server.ownerUrl
}
