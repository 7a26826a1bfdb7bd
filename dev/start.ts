import { readFileSync } from 'node:fs'
import path from 'node:path'
import { dutyUrls } from '#dev/logins.ts'
import { checkout, dataDir } from '#dev/paths.ts'
import { listStaff } from '#dev/sign-in/staff.ts'
import { startSignInProvider } from '#dev/sign-in/provider.ts'
import { untilItAnswers } from '#dev/start/answers.ts'
import { everyMinute } from '#dev/start/cron.ts'
import { openDatabase, prepareDatabase } from '#dev/start/database.ts'
import { noteRunning, noteStopped, runningStart } from '#dev/start/lock.ts'
import { whenNpmIsGone } from '#dev/start/parents.ts'
import { portFrom } from '#dev/start/port.ts'
import { checkpointKey, sessionKey } from '#dev/start/secrets.ts'
import { namedPeople } from '#dev/start/people.ts'
import { startWorker } from '#dev/start/worker.ts'
import { workerVariables } from '#dev/worker-variables.ts'

/** `npm start`: the whole portal on this machine, from nothing: database, sample data, sign-in, Worker. */

const begin = performance.now()
const wantedPort = Number(process.env.PORT ?? 8787)
const closers: (() => unknown)[] = []
const forcers: (() => void)[] = []
let stopping: Promise<void> | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) {
      for (const force of forcers) force()
      process.exit(1)
    }
    console.log('\nStopping …')
    void stop(0)
  })
}

closers.push(whenNpmIsGone(() => void stop(0)))
start().catch(async (error: Error) => {
  if (stopping) return
  console.error(error.message)
  await stop(1)
})

async function start() {
  const other = runningStart()
  if (other) throw new Error(`The portal already runs from this checkout${other.url ? ` at ${other.url}` : ''} (process ${other.pid}).`)
  noteRunning()
  closers.push(noteStopped)

  const opening = whenOpen(openDatabase(process.env.DATABASE_URL || undefined))
  const [database, port] = await Promise.all([opening, portFrom(wantedPort)])
  if (port !== wantedPort) console.log(`Port ${wantedPort} is taken; using ${port}.`)
  if (stopping) return
  const { ownerUrl } = database
  const signIn = await startSignInProvider({ ownerUrl })
  closers.push(signIn.close)
  const { version } = JSON.parse(readFileSync(`${checkout}package.json`, 'utf8')) as { version: string }
  const urls = dutyUrls(ownerUrl, database.passwords)
  const variables = workerVariables({
    environment: 'local',
    neonLocal: database.neonLocal,
    urls,
    sessionKey: sessionKey(),
    checkpointKey: checkpointKey(),
    signIn,
    origin: `http://localhost:${port}`,
    version,
  })

  // The runtime comes up while the database is prepared; nobody asks it anything before both are done.
  const starting = whenOpen(startWorker({ variables, port, dir: `${dataDir}worker`, onLine: console.log }))
  const [worker] = await Promise.all([starting, prepareDatabase(database, console.log)])
  await untilItAnswers(worker)
  closers.push(everyMinute(worker.url))
  noteRunning({ url: worker.url, ownerUrl, signInUrl: signIn.issuer })

  console.log(`\nThe portal runs at ${worker.url}`)
  console.log(
    `Started in ${((performance.now() - begin) / 1000).toFixed(1)} s. Data is kept in ${path.relative(process.cwd(), dataDir)}/ (npm run reset clears it). Ctrl-C stops.\n`,
  )
  console.log(namedPeople(await listStaff(ownerUrl)))
  const why = await worker.ended
  if (!stopping) throw new Error(`The Worker stopped: ${why}. What it said is in ${dataDir}worker/worker.log.`)
}

/** Stopping waits for what is only just opening, and then closes it, too. */
function whenOpen<T extends { stop(): Promise<void>; force(): void }>(opening: Promise<T>): Promise<T> {
  closers.push(() => opening.then((open) => open.stop()).catch(() => {}))
  opening.then((open) => forcers.push(open.force)).catch(() => {})
  return opening
}

function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const close of closers.reverse()) await close()
    process.exit(code)
  })()
  return stopping
}
