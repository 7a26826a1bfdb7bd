import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { tenantConfigs } from '#drizzle/schema/register.ts'
import { look, reading } from '#worker/db/read.ts'
import { selectionOf, type Shown } from '#worker/db/shown.ts'
import { addConfig, type ConfigVersion } from '#worker/support/queries/tenant-config.ts'
import type { ConfigBody } from '#worker/support/rules/config-documents.ts'
import type { ConfigDocument } from '#worker/support/rules/register-words.ts'
import { writesAs } from '#worker/tenant/queries/changes.ts'

const version = {
  id: tenantConfigs.id,
  document: tenantConfigs.document,
  version: tenantConfigs.version,
  body: tenantConfigs.body,
  reason: tenantConfigs.reason,
  changedBy: tenantConfigs.changedBy,
  changedAt: tenantConfigs.changedAt,
}

/** The version in force of each document of the tenant one is inside of. */
export function readConfigs() {
  return reading(
    'tenant_config',
    version,
    look
      .selectDistinctOn([tenantConfigs.document], selectionOf(version))
      .from(tenantConfigs)
      .orderBy(tenantConfigs.document, desc(tenantConfigs.version)),
  )
}

/** A document in force, and its versions, the latest first, from `upTo` downwards. */
export function readConfig(document: ConfigDocument, upTo: number | undefined, most: number) {
  const latest = look.select(selectionOf(version)).from(tenantConfigs)
  return {
    current: reading(
      'tenant_config',
      version,
      latest.where(eq(tenantConfigs.document, document)).orderBy(desc(tenantConfigs.version)).limit(1),
    ),
    versions: reading(
      'tenant_config',
      version,
      look
        .select(selectionOf(version))
        .from(tenantConfigs)
        .where(and(eq(tenantConfigs.document, document), upTo === undefined ? undefined : lte(tenantConfigs.version, upTo)))
        .orderBy(desc(tenantConfigs.version))
        .limit(most),
    ),
  }
}

/** Inside a tenant the staff have no names: the login that reads there knows nobody of them. */
export const unnamed = (row: Shown<typeof version>): ConfigVersion => ({ ...row, changedByName: row.changedBy && 'A member of staff' })

type NewVersion = { document: ConfigDocument; seen: number; body: ConfigBody; reason: string; operatorId: string }

/** The next version of a document of the tenant one is inside of, by a session that may write it. */
export const addConfigHere = (next: NewVersion) =>
  addConfig({ ...next, tenantId: sql`(select app.current_tenant())`, only: writesAs('config') })
