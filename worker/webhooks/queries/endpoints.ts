import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { webhookEndpoints, webhookSecrets } from '#drizzle/schema/webhooks.ts'
import { add } from '#worker/db/add.ts'
import { change } from '#worker/db/change.ts'
import type { Reader } from '#worker/db/read.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'
import type { Overlap } from '#worker/webhooks/rules/forms.ts'
import type { Direction, EndpointStatus, SecretVersion } from '#worker/webhooks/rules/words.ts'

const endpoint = {
  id: webhookEndpoints.id,
  direction: webhookEndpoints.direction,
  tenantId: webhookEndpoints.tenantId,
  tenantName: tenants.name,
  name: webhookEndpoints.name,
  url: webhookEndpoints.url,
  status: webhookEndpoints.status,
  version: webhookEndpoints.version,
  createdAt: webhookEndpoints.createdAt,
}

/** All endpoints, the latest first. */
export function listEndpoints(db: Reader, turn: Turn, most: number) {
  return db
    .select(endpoint)
    .from(webhookEndpoints)
    .leftJoin(tenants, eq(tenants.id, webhookEndpoints.tenantId))
    .where(beyond(turn, webhookEndpoints.createdAt, webhookEndpoints.id))
    .orderBy(...inOrder(turn, webhookEndpoints.createdAt, webhookEndpoints.id))
    .limit(most)
}

export function readEndpoint(db: Reader, id: string) {
  return db
    .select({ ...endpoint, createdByName: internalUsers.name })
    .from(webhookEndpoints)
    .leftJoin(tenants, eq(tenants.id, webhookEndpoints.tenantId))
    .leftJoin(internalUsers, eq(internalUsers.id, webhookEndpoints.createdBy))
    .where(eq(webhookEndpoints.id, id))
    .limit(1)
}
export type ListedEndpoint = Awaited<ReturnType<typeof listEndpoints>>[number]
export type Endpoint = Awaited<ReturnType<typeof readEndpoint>>[number]

const MOST_SECRETS = 20

/** What is known of the secrets of an endpoint, the latest first: all but the secrets. */
export function secretsOf(db: Reader, endpointId: string) {
  return db
    .select({
      id: webhookSecrets.id,
      version: webhookSecrets.version,
      lastFour: webhookSecrets.lastFour,
      createdAt: webhookSecrets.createdAt,
      createdByName: internalUsers.name,
      expiresAt: webhookSecrets.expiresAt,
      inForce: sql<boolean>`${webhookSecrets.expiresAt} is null or ${webhookSecrets.expiresAt} > clock_timestamp()`,
    })
    .from(webhookSecrets)
    .leftJoin(internalUsers, eq(internalUsers.id, webhookSecrets.createdBy))
    .where(eq(webhookSecrets.endpointId, endpointId))
    .orderBy(desc(webhookSecrets.createdAt), desc(webhookSecrets.id))
    .limit(MOST_SECRETS)
}
export type ListedSecret = Awaited<ReturnType<typeof secretsOf>>[number]

/** Sealed, or public: one of the two. */
export type NewSecret = { id: string; version: SecretVersion; sealed: Uint8Array | null; publicKey: string | null; lastFour: string }

type NewRow = { id: string; direction: Direction; tenantId: string | null; name: string; url: string | null }

/** An endpoint with its first secret. */
export const addEndpoint = (row: NewRow, secret: NewSecret, operatorId: string) =>
  add(webhookEndpoints, { row: { ...row, createdBy: operatorId }, also: [insertSecret(secret, operatorId)] })

/** A new secret for the endpoint as it was seen. The one before stays in force for a day, or not at all; any older one ends now. */
export const rotateSecret = ({
  id,
  seen,
  secret,
  overlap,
  operatorId,
}: {
  id: string
  seen: number
  secret: NewSecret
  overlap: Overlap
  operatorId: string
}) =>
  change(webhookEndpoints, {
    which: eq(webhookEndpoints.id, id),
    only: eq(webhookEndpoints.version, seen),
    set: { version: sql`${webhookEndpoints.version} + 1` },
    also: [
      sql`update app.webhook_secret s set expires_at = case when s.expires_at is null and ${overlap}::text = 'day' then clock_timestamp() + interval '24 hours' else clock_timestamp() end
        from changed where s.endpoint_id = changed.id and s.version = ${secret.version} and (s.expires_at is null or s.expires_at > clock_timestamp()) returning 1`,
      // After the one above: of secrets without an end there is one.
      insertSecret(secret, operatorId, sql`where (select count(*) from also_0) >= 0`),
    ],
  })

/** Disabled, an endpoint takes and tells nothing; its secrets stay. */
export const switchEndpoint = (id: string, to: EndpointStatus) =>
  change(webhookEndpoints, {
    which: eq(webhookEndpoints.id, id),
    only: and(eq(webhookEndpoints.status, to === 'ACTIVE' ? 'DISABLED' : 'ACTIVE')),
    set: { status: to, version: sql`${webhookEndpoints.version} + 1` },
  })

const insertSecret = ({ id, version, sealed, publicKey, lastFour }: NewSecret, operatorId: string, only: SQL = sql``): SQL =>
  sql`insert into app.webhook_secret (id, endpoint_id, version, sealed, public_key, last_four, created_by)
    select ${id}, changed.id, ${version}, decode(${sealed === null ? null : hexOf(sealed)}, 'hex'), ${publicKey}, ${lastFour}, ${operatorId} from changed ${only} returning 1`

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
