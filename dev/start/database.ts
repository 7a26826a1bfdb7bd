import { existingDuties, setLoginPasswords, withOwner } from '#dev/logins.ts'
import { migrate } from '#dev/migrate.ts'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { clusterDir } from '#dev/paths.ts'
import { startPostgres } from '#dev/postgres.ts'
import { hasTenants, loadSampleData } from '#dev/sample.ts'
import type { Passwords } from '#dev/worker-variables.ts'
import { passwordsFor } from './secrets.ts'

export type Database = {
  ownerUrl: string
  neonLocal: string
  passwords: Passwords
  known: boolean
  embedded: boolean
  stop(): Promise<void>
  force(): void
}

/**
 * The embedded PostgreSQL, or the one `DATABASE_URL` names: a Neon host is spoken to as in production, any other one through
 * the local endpoint. Reachable when this returns, not yet prepared.
 */
export async function openDatabase(databaseUrl: string | undefined): Promise<Database> {
  if (!databaseUrl) {
    const server = await startPostgres({ dataDir: clusterDir })
    const endpoint = await startNeonEndpoint({ target: server })
    const stop = async () => {
      await endpoint.close()
      await server.stop()
    }
    return {
      ownerUrl: server.ownerUrl,
      neonLocal: endpoint.url,
      ...passwordsFor('postgresql://embedded/'),
      embedded: true,
      stop,
      force: server.force,
    }
  }
  if (!URL.canParse(databaseUrl))
    throw new Error('DATABASE_URL is not a connection string (postgresql://user:password@host:port/database).')
  const { hostname, port, search, host } = new URL(databaseUrl)
  await withOwner(databaseUrl, async () => {}).catch((error: Error) => {
    throw new Error(`The database of DATABASE_URL cannot be reached at ${host}: ${reason(error)}.`)
  })
  if (isNeon(hostname))
    return { ownerUrl: databaseUrl, neonLocal: '', ...passwordsFor(databaseUrl), embedded: false, stop: async () => {}, force }
  const endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port || 5432), parameters: search } })
  return { ownerUrl: databaseUrl, neonLocal: endpoint.url, ...passwordsFor(databaseUrl), embedded: false, stop: endpoint.close, force }
}

/** A server that is not ours keeps running. */
const force = () => {}

/** Migrations, the logins' passwords, and sample data where there is none yet. */
export async function prepareDatabase({ ownerUrl, passwords, known, embedded }: Database, onProgress: (line: string) => void) {
  const isOurs = embedded || known || isNearby(new URL(ownerUrl).hostname) || process.argv.includes('--new-passwords')
  if (!isOurs && (await existingDuties(ownerUrl)).length > 0) {
    throw new Error(
      'The database of DATABASE_URL already has the logins of a portal, with passwords this checkout does not know. A start would replace them and lock that portal out. If that is what you want: npm start -- --new-passwords',
    )
  }
  const restored = await migrate(ownerUrl)
  if (restored.length && known) onProgress(`Defaults of ${restored.join(', ')} had been changed and were put back.`)
  await setLoginPasswords(ownerUrl, passwords)
  if (await hasTenants(ownerUrl)) return
  onProgress('The database is empty: loading the sample tenants (once).')
  await loadSampleData(ownerUrl, onProgress)
}

const isNeon = (hostname: string) => hostname.endsWith('.neon.tech') || hostname.endsWith('.neon.build')

/** This machine, a container beside it, or a private network: not a production database by accident. */
const isNearby = (hostname: string) =>
  !hostname.includes('.') || hostname.startsWith('[') || /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(hostname)

const reason = (error: Error & { code?: string; errors?: Error[] }) =>
  error.message || error.errors?.[0]?.message || error.code || 'no answer'
