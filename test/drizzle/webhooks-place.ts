import { memoryStore, notaryOf } from './checkpoint-store.ts'
import { reachBy } from './reach.ts'
import { randomBytes } from 'node:crypto'
import { seal } from '#worker/http/seal.ts'
import type { Database } from '#worker/db/driver.ts'
import type { JobParts } from '#worker/jobs/jobs/run-due.ts'
import { mailFrom } from '#worker/jobs/mail.ts'
import { newId } from '#worker/rules/ids.ts'
import type { Ask } from './asking.ts'
import { anOperator } from './content.ts'

export const SESSION_KEY = 'a-key-of-the-tests-that-is-long-enough'

/** An endpoint with one secret in force. */
export async function anEndpoint(own: Ask, tenantId: string | null, { direction = 'IN', url = null as string | null } = {}) {
  const { id: admin } = await anOperator('ADMIN', {}, own)
  const id = newId('whe')
  await own('insert into app.webhook_endpoint (id, direction, tenant_id, name, url, created_by) values ($1, $2, $3, $4, $5, $6)', [
    id,
    direction,
    tenantId,
    'An endpoint',
    url,
    admin,
  ])
  return { id, secret: await aSecret(own, id, admin), admin }
}

export async function aSecret(own: Ask, endpointId: string, admin: string) {
  const [id, secret] = [newId('whs'), `whsec_${randomBytes(32).toString('base64')}`]
  const sealed = await seal(SESSION_KEY, `${endpointId} ${id}`, secret, 'webhook-secret')
  await own(
    `insert into app.webhook_secret (id, endpoint_id, version, sealed, last_four, created_by) values ($1, $2, 'v1', decode($3, 'hex'), $4, $5)`,
    [id, endpointId, Buffer.from(sealed).toString('hex'), secret.slice(-5, -1), admin],
  )
  return secret
}

/** What a runner of jobs is built from. */
export const partsOver = (database: () => Database, tell: JobParts['tellTenant']) => (): JobParts => ({
  database: database(),
  appVersion: 'test',
  origin: 'https://portal.example',
  mail: mailFrom({ kind: 'keep' }),
  tellTenant: tell,
  reach: reachBy(),
  notary: notaryOf(memoryStore()),
  clock: () => new Date(),
  chance: () => 0.5,
})
