import { eq, sql } from 'drizzle-orm'
import { tenants } from '#drizzle/schema/tenant.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Question } from '#worker/search/rules/question.ts'
import type { SearchKind } from '#worker/search/rules/words.ts'
import type { TenantStatus } from '#worker/tenant/rules/words.ts'

export type Found = {
  kind: SearchKind
  id: string
  tenantId: string
  tenantName: string
  tenantStatus: TenantStatus
  /** `C-1042`, `R-2203`, `T-17`, or nothing. */
  number: string | null
  /** Masked since it was written. */
  snippet: string
  at: Date
  /** By an id, number, address or domain, not only by a word. */
  exact: boolean
}

/** How many there are; of a customer's own records fewer than five are not counted out. */
export type Facet = number | '<5'

/** `counts` is of all kinds, whichever was asked for; `tenantName` of the tenant that the question names, if there is one. */
export type Everywhere = { found: Found[]; counts: Partial<Record<SearchKind, Facet>>; tenantName: string | undefined }

/** As many of each kind as one looks through beside the others, and alone. */
const MOST = { each: 10, alone: 50 }

/** Searches all tenants. The database asks for the permission and writes the act with every id it shows, in the same statement. */
export async function searchEverywhere(scope: Scope, { words, kind, tenantId }: Question): Promise<Everywhere> {
  const db = within(scope)
  const kinds = kind === undefined ? sql`null::text[]` : sql`array[${kind}]::text[]`
  const found = db
    .select({
      kind: sql<SearchKind | null>`f.kind`,
      id: sql<string>`f.entity_id`,
      tenantId: sql<string>`f.tenant_id`,
      tenantName: sql<string>`f.tenant_name`,
      tenantStatus: sql<TenantStatus>`f.tenant_status`,
      number: sql<string | null>`f.number`,
      snippet: sql<string>`f.snippet`,
      at: sql<string>`f.at`,
      exact: sql<boolean>`f.exact`,
      counts: sql<Everywhere['counts']>`f.counts`,
    })
    .from(sql`app.search_everywhere(${words}, ${kinds}, ${tenantId ?? null}, ${kind === undefined ? MOST.each : MOST.alone}) f`)
  const tenant = db
    .select({ name: tenants.name })
    .from(tenants)
    .where(eq(tenants.id, tenantId ?? ''))
  const [rows, [named]] = await db.batch([found, tenant])
  return {
    // Where nothing was met, the counts come in a row of their own.
    found: rows.flatMap((row) => (row.kind === null ? [] : [{ ...row, kind: row.kind, at: new Date(row.at) }])),
    counts: rows[0]?.counts ?? {},
    tenantName: named?.name,
  }
}
