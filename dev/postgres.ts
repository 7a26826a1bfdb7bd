import { createServer } from 'node:net'
import pg from 'pg'
import { usableBinaries } from '#dev/postgres/binaries.ts'
import { type Cluster, initialise } from '#dev/postgres/cluster.ts'
import { account, placeFor } from '#dev/postgres/place.ts'
import { serve } from '#dev/postgres/server.ts'

export type Postgres = {
  superuserUrl: string
  /** The Neon-like owner of database `portal`: may create logins and databases, bypasses row security, is no superuser. */
  ownerUrl: string
  host: string
  port: number
  stop(): Promise<void>
  /** Ends the server at once, as a power cut would; the next start recovers. */
  force(): void
}

/**
 * A real PostgreSQL from the npm package, its cluster initialised once in `dataDir` and kept between starts.
 * `throwaway` trades durability for speed: for clusters that live as long as a test run. `socket`: whoever comes with the addresses below
 * comes over a Unix socket where there can be one, which costs both sides less than a line to the loopback. That is there as well.
 */
export async function startPostgres(options: { dataDir: string; port?: number; throwaway?: boolean; socket?: boolean }): Promise<Postgres> {
  const { throwaway = false, socket = false } = options
  const runAs = account()
  const binaries = usableBinaries(runAs)
  const cluster = initialise({ dir: placeFor(options.dataDir, runAs), binaries, runAs, throwaway })
  const host = '127.0.0.1'
  const port = options.port ?? (await freePort())
  const socketIn = socket && hasRoomForSocket(cluster.dir) ? cluster.dir : undefined
  const server = await serve({ cluster, binaries, runAs, host, port, socketIn, throwaway })

  const url = (user: keyof Cluster['passwords'], database: string) =>
    `postgresql://${user}:${cluster.passwords[user]}@${host}:${port}/${database}${socketIn === undefined ? '' : `?host=${encodeURIComponent(socketIn)}`}`
  const superuserUrl = url('postgres', 'postgres')
  try {
    await ensureOwner(superuserUrl, cluster.passwords.portal_owner)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { superuserUrl, ownerUrl: url('portal_owner', 'portal'), host, port, stop: server.stop, force: server.force }
}

/** The path of a socket is shorter than any other: 104 bytes with its end on macOS, 108 elsewhere. Windows has other ones. */
const hasRoomForSocket = (dir: string) => process.platform !== 'win32' && Buffer.byteLength(socketAt(dir, 65_535)) < 104

/** As PostgreSQL names it, and as its clients look for it where the host is a directory. */
export const socketAt = (dir: string, port: number) => `${dir}/.s.PGSQL.${port}`

async function ensureOwner(superuserUrl: string, password: string) {
  const client = new pg.Client(superuserUrl)
  await client.connect()
  try {
    const owner = await client.query("select from pg_roles where rolname = 'portal_owner'")
    if (owner.rowCount === 0) {
      await client.query(`create role portal_owner login createrole createdb bypassrls password ${client.escapeLiteral(password)}`)
    }
    const database = await client.query("select from pg_database where datname = 'portal'")
    if (database.rowCount === 0) await client.query('create database portal owner portal_owner')
  } finally {
    await client.end()
  }
}

export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(0, host, ready))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
