import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { dutyUrls } from '#dev/logins.ts'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { freePort } from '#dev/postgres.ts'
import { startSignInProvider } from '#dev/sign-in/provider.ts'
import { type Passwords, workerVariables } from '#dev/worker-variables.ts'
import type { Built } from '#test/ground/built.ts'
import { startRuntime } from '#test/ground/runtime.ts'
import { type FaultProxy, startFaultProxy } from './proxy.ts'

/** The portal in its runtime, with a way to its database that can be spoiled. Nobody signs in through the directory here. */
export type Stack = {
  url: string
  sessionKey: string
  proxy: FaultProxy
  /** As the owner of the database, past every guard. */
  owner<Row extends pg.QueryResultRow>(text: string, params?: unknown[]): Promise<Row[]>
  /** As the login of the Worker's staff duty. */
  staff<Row extends pg.QueryResultRow>(text: string, params?: unknown[]): Promise<Row[]>
  /** What the product would give a tenant's administrator. */
  vouchedFor(tenantId: string, userId: string): Promise<string>
  /** Keeps the records of a statement locked until it is told to let go. */
  hold(text: string, params: unknown[]): Promise<() => Promise<unknown>>
  /** Everything that the Worker and its runtime have said. */
  said(): string
  /** `kill -9` for the runtime, and a new one. */
  killWorker(): Promise<void>
  stop(): Promise<void>
}

type Wanted = { ownerUrl: string; passwords: Passwords; built: Built }

export async function startStack({ ownerUrl, passwords, built }: Wanted): Promise<Stack> {
  const closers: (() => unknown)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const { hostname, port, search } = new URL(ownerUrl)
    const endpoint = await startNeonEndpoint({ target: { host: hostname, port: Number(port || 5432), parameters: search } })
    closers.push(endpoint.close)
    const proxy = await startFaultProxy(endpoint.url)
    closers.push(proxy.close)
    const urls = dutyUrls(ownerUrl, passwords)
    const [owner, staff] = [pool(ownerUrl), pool(urls.portal_staff)]
    closers.push(
      () => owner.end(),
      () => staff.end(),
    )
    const product = await startSignInProvider({ ownerUrl })
    closers.push(product.close)
    const dir = mkdtempSync(path.join(tmpdir(), 'portal-faults-'))
    closers.push(() => rmSync(dir, { recursive: true, force: true }))
    const workerPort = await freePort()
    const nowhere = 'http://127.0.0.1:9'
    const variables = workerVariables({
      environment: 'local',
      neonLocal: proxy.url,
      urls,
      sessionKey: randomBytes(32).toString('base64url'),
      checkpointKey: newCheckpointKey().key,
      signIn: {
        issuer: nowhere,
        clientId: 'faults',
        clientSecret: 'faults',
        tenantId: 'faults',
        tenantTokens: product.tenantTokens,
      },
      origin: `http://localhost:${workerPort}`,
      version: '0.0.0',
    })
    let said = ''
    const runtime = await startRuntime({ built, variables, port: workerPort, dir, onLine: (line) => void (said += `${line}\n`) })
    closers.push(runtime.stop)
    return {
      url: `http://localhost:${workerPort}`,
      sessionKey: variables.SESSION_KEY,
      proxy,
      owner: async (text, params) => (await owner.query(text, params)).rows as never,
      staff: async (text, params) => (await staff.query(text, params)).rows as never,
      async vouchedFor(tenantId, userId) {
        const asked = new URLSearchParams({ tenant: tenantId, user: userId, role: 'TENANT_ADMIN' })
        return (await fetch(`${product.issuer}/tenant-token?${asked}`, { method: 'POST' })).text()
      },
      async hold(text, params) {
        const client = await owner.connect()
        await client.query('begin')
        await client.query(text, params)
        return () => client.query('rollback').finally(() => client.release())
      },
      said: () => said,
      killWorker: runtime.kill,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function pool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 8 })
  pool.on('error', () => {}) // an idle connection that a killed server took along
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
