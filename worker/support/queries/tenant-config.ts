import { and, desc, eq, lte, type SQL, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tenantConfigs } from '#drizzle/schema/register.ts'
import { add } from '#worker/db/add.ts'
import type { Reader } from '#worker/db/read.ts'
import { newId } from '#worker/rules/ids.ts'
import type { ConfigBody } from '#worker/support/rules/config-documents.ts'
import type { ConfigDocument } from '#worker/support/rules/register-words.ts'

const version = {
  id: tenantConfigs.id,
  document: tenantConfigs.document,
  version: tenantConfigs.version,
  body: tenantConfigs.body,
  reason: tenantConfigs.reason,
  changedBy: tenantConfigs.changedBy,
  changedByName: internalUsers.name,
  changedAt: tenantConfigs.changedAt,
}

const versionsOf = (db: Reader) =>
  db.select(version).from(tenantConfigs).leftJoin(internalUsers, eq(internalUsers.id, tenantConfigs.changedBy))

/** The version in force of each document of a tenant. */
export function currentConfigs(db: Reader, tenantId: string) {
  return db
    .selectDistinctOn([tenantConfigs.document], version)
    .from(tenantConfigs)
    .leftJoin(internalUsers, eq(internalUsers.id, tenantConfigs.changedBy))
    .where(eq(tenantConfigs.tenantId, tenantId))
    .orderBy(tenantConfigs.document, desc(tenantConfigs.version))
}

/** The version in force of one document. */
export function currentConfig(db: Reader, tenantId: string, document: ConfigDocument) {
  return versionsOf(db)
    .where(and(eq(tenantConfigs.tenantId, tenantId), eq(tenantConfigs.document, document)))
    .orderBy(desc(tenantConfigs.version))
    .limit(1)
}

/** Versions of a document, the latest first, from `upTo` downwards. */
export function configHistory(db: Reader, tenantId: string, document: ConfigDocument, upTo: number | undefined, most: number) {
  return versionsOf(db)
    .where(
      and(
        eq(tenantConfigs.tenantId, tenantId),
        eq(tenantConfigs.document, document),
        upTo === undefined ? undefined : lte(tenantConfigs.version, upTo),
      ),
    )
    .orderBy(desc(tenantConfigs.version))
    .limit(most)
}
export type ConfigVersion = Awaited<ReturnType<typeof configHistory>>[number]

type NewVersion = {
  /** Its key, or what the database knows it by. */
  tenantId: string | SQL<string>
  document: ConfigDocument
  seen: number
  body: ConfigBody
  reason: string
  operatorId: string
  only?: SQL
}

/** The version after the one that was seen. Somebody was faster: that version is there already, and this one is refused. */
export const addConfig = ({ tenantId, document, seen, body, reason, operatorId, only }: NewVersion) =>
  add(tenantConfigs, {
    row: {
      id: newId('cfg'),
      tenantId,
      document,
      version: seen + 1,
      body,
      reason,
      changedBy: operatorId,
      changedAt: sql`now()`,
    },
    follows: sql`${tenantConfigs.tenantId} = ${tenantId} and ${tenantConfigs.document} = ${document} and ${tenantConfigs.version} = ${seen}`,
    onlyBehind: seen > 0,
    only,
  })
