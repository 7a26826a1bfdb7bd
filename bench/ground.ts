import { randomBytes } from 'node:crypto'
import { loadSample } from '#drizzle/sample/load.ts'
import type { Profile } from '#drizzle/sample/profiles.ts'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { dutyUrls, newPasswords, setLoginPasswords } from '#dev/logins.ts'
import { migrate } from '#dev/migrate.ts'
import { type NeonEndpoint, startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { dataDir } from '#dev/paths.ts'
import { startPostgres } from '#dev/postgres.ts'
import { hasTenants } from '#dev/sample.ts'
import { type WorkerVariables, workerVariables } from '#dev/worker-variables.ts'

export type Ground = { variables: WorkerVariables; ownerUrl: string; endpoint: NeonEndpoint; close(): Promise<void> }

/** A PostgreSQL as durable as the one of `npm start`, filled once with a profile and kept between benches, with the local Neon endpoint
 *  before it. `npm run reset` clears it. */
export async function openGround(profile: Profile, say: (line: string) => void = console.log): Promise<Ground> {
  const server = await startPostgres({ dataDir: `${dataDir}bench/${profile}` })
  const endpoint = await startNeonEndpoint({ target: server })
  const close = async () => {
    await endpoint.close()
    await server.stop()
  }
  try {
    await migrate(server.ownerUrl)
    const passwords = newPasswords()
    await setLoginPasswords(server.ownerUrl, passwords)
    if (!(await hasTenants(server.ownerUrl))) await fill(server.ownerUrl, profile, say)
    const variables = workerVariables({
      environment: 'test',
      neonLocal: endpoint.url,
      urls: dutyUrls(server.ownerUrl, passwords),
      sessionKey: randomBytes(32).toString('base64url'),
      checkpointKey: newCheckpointKey().key,
      // Nobody signs in by the directory here.
      signIn: {
        issuer: 'http://127.0.0.1:9/',
        clientId: 'bench',
        clientSecret: 'bench',
        tenantId: 'bench',
        tenantTokens: { issuer: 'http://127.0.0.1:9/', keys: 'http://127.0.0.1:9/keys' },
      },
      origin: 'https://portal.example',
      version: 'bench',
    })
    return { variables, ownerUrl: server.ownerUrl, endpoint, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function fill(ownerUrl: string, profile: Profile, say: (line: string) => void) {
  say(`Loading profile ${profile}, once …`)
  const began = performance.now()
  const key = await loadSample(ownerUrl, { profile, onProgress: say })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`Loaded profile ${profile} in ${seconds} s: ${JSON.stringify(key.counts)}`)
}
