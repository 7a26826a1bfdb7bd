import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDatabase, databaseOf, dropDatabase, withDatabase } from '#dev/databases.ts'
import { dutyUrls } from '#dev/logins.ts'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { freePort } from '#dev/postgres.ts'
import { loadSampleData } from '#dev/sample.ts'
import { startSignInProvider } from '#dev/sign-in/provider.ts'
import { duties, type Passwords, variableOf, workerVariables } from '#dev/worker-variables.ts'
import { buildWorker } from '#test/ground/built.ts'
import { startRuntime } from '#test/ground/runtime.ts'
import type { Provided } from '#test/provided.ts'

/** `log`: the file with all that the Worker says. `answerKey`: the file with what is true of the sample data. */
export type Running = { url: string; ownerUrl: string; log: string; answerKey: string; stop(): Promise<void> }

/** A database with the sample data that nobody is connected to, and what is true of it. */
export type Sampled = { templateUrl: string; key: unknown }

/** The whole portal with the files for browsers, on a database of its own with the sample data, beside the one the other tests use. `set`: what is
 *  configured otherwise. `sampled`: where the data was loaded before, to be copied. */
export async function startRunning(ground: Provided, set: Record<string, string> = {}, sampled?: Promise<Sampled>): Promise<Running> {
  const closers: (() => unknown)[] = []
  const stop = async () => {
    for (const close of closers.reverse()) await close()
  }
  try {
    const { adminUrl, variables } = ground
    const name = `portal_e2e_${randomBytes(3).toString('hex')}`
    const ownerUrl = withDatabase(adminUrl, name)
    closers.push(() => dropDatabase(adminUrl, name))
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
    const log = path.join(dir, 'worker.log')
    writeFileSync(log, '')
    // The last lines come when it is over.
    const onLine = (line: string) => void (existsSync(log) && appendFileSync(log, `${line}\n`))
    const starting = buildWorker().then((built) =>
      startRuntime({ built, variables: { ...own, ...set }, port: workerPort, dir, onLine, files: true }),
    )
    closers.push(() => starting.then(({ stop }) => stop()).catch(() => {}))
    const [, key] = await Promise.all([
      starting,
      sampled === undefined ? loadSampled(ground, name).then(({ key }) => key) : copied(sampled, adminUrl, name),
    ])
    const answerKey = path.join(dir, 'answer-key.json')
    writeFileSync(answerKey, JSON.stringify(key))
    const url = own.PORTAL_ORIGIN
    const { status } = await fetch(`${url}/sign-in`, { redirect: 'manual' })
    if (status >= 500) throw new Error(`the first answer is ${status}\n${readFileSync(log, 'utf8')}`)
    return { url, ownerUrl, log, answerKey, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

export async function loadSampled({ adminUrl, templateUrl }: Provided, name: string): Promise<Sampled> {
  const url = await createDatabase(adminUrl, name, databaseOf(templateUrl))
  return { templateUrl: url, key: await loadSampleData(url) }
}

async function copied(sampled: Promise<Sampled>, adminUrl: string, name: string): Promise<unknown> {
  const { templateUrl, key } = await sampled
  await createDatabase(adminUrl, name, databaseOf(templateUrl))
  return key
}

/** Logins belong to the whole server, so the copy of the database opens with the passwords of the original. */
const passwordsIn = (variables: Provided['variables']) =>
  Object.fromEntries(duties.map((duty) => [duty, decodeURIComponent(new URL(variables[variableOf[duty]]).password)])) as Passwords
