import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildAll } from '#dev/build/all.ts'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { dutyUrls } from '#dev/logins.ts'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { freePort } from '#dev/postgres.ts'
import { loadSampleData } from '#dev/sample.ts'
import { startSignInProvider } from '#dev/sign-in/provider.ts'
import { untilItAnswers } from '#dev/start/answers.ts'
import { startWorker } from '#dev/start/worker.ts'
import { duties, type Passwords, variableOf, workerVariables } from '#dev/worker-variables.ts'
import type { Provided } from '#test/provided.ts'

/** `log`: the file with all that the Worker says. `answerKey`: the file with what is true of the sample data. */
export type Running = { url: string; ownerUrl: string; log: string; answerKey: string; stop(): Promise<void> }

let built: Promise<void> | undefined

/** The whole portal as `npm start` runs it, on a database of its own with the sample data, beside the one the other tests use. `set`: what is
 *  configured otherwise. */
export async function startRunning({ adminUrl, templateUrl, variables }: Provided, set: Record<string, string> = {}): Promise<Running> {
  const closers: (() => unknown)[] = []
  const stop = async () => {
    for (const close of closers.reverse()) await close()
  }
  try {
    const ownerUrl = await createDatabase(adminUrl, `portal_e2e_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
    closers.push(() => dropDatabase(adminUrl, databaseOf(ownerUrl)))
    const { hostname, port, search } = new URL(ownerUrl)
    // Its own endpoint: a database is dropped only after the last connection to it is gone.
    const endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port || 5432), parameters: search } })
    closers.push(endpoint.close)
    const signIn = await startSignInProvider({ ownerUrl })
    closers.push(signIn.close)
    const dir = mkdtempSync(path.join(tmpdir(), 'portal-e2e-'))
    closers.push(() => rmSync(dir, { recursive: true, force: true }))
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const workerPort = await freePort()
    const own = workerVariables({
      environment: 'local',
      neonLocal: endpoint.url,
      urls: dutyUrls(ownerUrl, passwordsIn(variables)),
      sessionKey: variables.SESSION_KEY,
      checkpointKey: variables.CHECKPOINT_KEY,
      signIn,
      origin: `http://localhost:${workerPort}`,
      version,
    })
    await (built ??= buildAll())
    const starting = startWorker({ variables: { ...own, ...set }, port: workerPort, dir })
    const [worker, key] = await Promise.all([starting.then((worker) => (closers.push(worker.stop), worker)), loadSampleData(ownerUrl)])
    const answerKey = path.join(dir, 'answer-key.json')
    writeFileSync(answerKey, JSON.stringify(key))
    await untilItAnswers(worker, { withOutput: true })
    return { url: worker.url, ownerUrl, log: path.join(dir, 'worker.log'), answerKey, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Logins belong to the whole server, so the copy of the database opens with the passwords of the original. */
const passwordsIn = (variables: Provided['variables']) =>
  Object.fromEntries(duties.map((duty) => [duty, decodeURIComponent(new URL(variables[variableOf[duty]]).password)])) as Passwords
