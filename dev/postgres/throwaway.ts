import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandOf } from '#dev/processes.ts'
import { startPostgres, type Postgres } from '#dev/postgres.ts'
import { removePlace } from './place.ts'
import { endOrphan } from './server.ts'

const prefix = 'portal-throwaway-'

/** A server for one test run: durable for nothing, gone with `stop`. Those of runs that were killed are cleared away first. */
export async function startThrowawayPostgres(): Promise<Postgres> {
  await clearAbandoned()
  const dir = mkdtempSync(path.join(tmpdir(), prefix))
  chmodSync(dir, 0o711) // so that the server's account gets in where we are root
  writeFileSync(path.join(dir, 'owner'), String(process.pid))
  const place = path.join(dir, 'postgres')
  const server = await startPostgres({ dataDir: place, throwaway: true, socket: true })
  const stop = async () => {
    await server.stop()
    remove(dir)
  }
  return { ...server, stop }
}

async function clearAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const dir = path.join(tmpdir(), name)
    if (!name.startsWith(prefix) || isAlive(dir)) continue
    try {
      const place = path.join(dir, 'postgres')
      if (existsSync(place)) await endOrphan(realpathSync(place))
      remove(dir)
    } catch {
      // somebody else's
    }
  }
}

function isAlive(dir: string): boolean {
  const owner = path.join(dir, 'owner')
  return !existsSync(owner) || commandOf(Number(readFileSync(owner, 'utf8'))) !== undefined
}

function remove(dir: string) {
  removePlace(path.join(dir, 'postgres'))
  rmSync(dir, { recursive: true, force: true })
}
