import { asc, eq, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tenantSecrets } from '#drizzle/schema/register.ts'
import { add } from '#worker/db/add.ts'
import type { Reader } from '#worker/db/read.ts'
import { newId } from '#worker/rules/ids.ts'
import type { SecretKind } from '#worker/support/rules/register-words.ts'

/** As many as a tenant will ever have on one page. */
const MOST_SECRETS = 200

/** What is known of a tenant's secrets: all but the secrets. */
export function listSecrets(db: Reader, tenantId: string) {
  return db
    .select({
      id: tenantSecrets.id,
      kind: tenantSecrets.kind,
      name: tenantSecrets.name,
      lastFour: tenantSecrets.lastFour,
      setAt: tenantSecrets.setAt,
      setBy: tenantSecrets.setBy,
      setByName: internalUsers.name,
    })
    .from(tenantSecrets)
    .leftJoin(internalUsers, eq(internalUsers.id, tenantSecrets.setBy))
    .where(eq(tenantSecrets.tenantId, tenantId))
    .orderBy(asc(tenantSecrets.kind), asc(tenantSecrets.name))
    .limit(MOST_SECRETS)
}
export type ListedSecret = Awaited<ReturnType<typeof listSecrets>>[number]

type NewSecret = { tenantId: string; kind: SecretKind; name: string; lastFour: string; sealed: Uint8Array; operatorId: string }

/** A secret under its kind and name; the one that was there is gone with it. */
export const setSecret = ({ tenantId, kind, name, lastFour, sealed, operatorId }: NewSecret) =>
  add(tenantSecrets, {
    row: {
      id: newId('sec'),
      tenantId,
      kind,
      name,
      lastFour,
      sealed: sql`decode(${hexOf(sealed)}, 'hex')`,
      setAt: sql`now()`,
      setBy: operatorId,
    },
    follows: sql`${tenantSecrets.tenantId} = ${tenantId} and ${tenantSecrets.kind} = ${kind} and ${tenantSecrets.name} = ${name}`,
    replaces: {
      key: [tenantSecrets.tenantId, tenantSecrets.kind, tenantSecrets.name],
      columns: ['lastFour', 'sealed', 'setAt', 'setBy'],
    },
  })

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
