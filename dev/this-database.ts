import { clusterDir } from '#dev/paths.ts'
import { startPostgres } from '#dev/postgres.ts'
import { runningStart } from '#dev/start/lock.ts'

/** `DATABASE_URL`, else the database of the portal that runs here, else the embedded one, started for a moment. */
export async function withThisDatabase<T>(work: (ownerUrl: string) => Promise<T>): Promise<T> {
  const known = process.env.DATABASE_URL || runningStart()?.ownerUrl
  if (known) return work(known)
  const server = await startPostgres({ dataDir: clusterDir })
  try {
    return await work(server.ownerUrl)
  } finally {
    await server.stop()
  }
}
