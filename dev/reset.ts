import { existsSync, realpathSync, rmSync } from 'node:fs'
import { clusterDir, dataDir } from '#dev/paths.ts'
import { removePlace } from '#dev/postgres/place.ts'
import { endOrphan } from '#dev/postgres/server.ts'
import { runningStart } from '#dev/start/lock.ts'

/** `npm run reset`: forgets everything the local portal knows. The next start begins with new sample data. */
const running = runningStart()
if (running) {
  console.error(`The portal is running${running.url ? ` at ${running.url}` : ''} (process ${running.pid}). Stop it first.`)
  process.exitCode = 1
} else {
  if (existsSync(clusterDir)) await endOrphan(realpathSync(clusterDir))
  removePlace(clusterDir)
  rmSync(dataDir, { recursive: true, force: true })
  console.log('All local data is gone. npm start begins anew.')
}
