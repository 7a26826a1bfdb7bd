import { and, desc, eq, sql } from 'drizzle-orm'
import { tenantErrorDays, tenantErrors } from '#drizzle/schema/register.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import type { ErrorLevel } from '#worker/support/rules/register-words.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

/** Days of the trend, today included. */
export const TREND_DAYS = 14

export type ErrorFilter = { level: ErrorLevel | undefined; words: string | undefined }

/** A tenant's groups of errors by when they were last seen, each with its trend. Words are looked for after the index has found the
 *  tenant's rows: pattern operators are not leakproof and never reach an index here. */
export function listTenantErrors(db: Reader, tenantId: string, { level, words }: ErrorFilter, turn: Turn, most: number, today: Date) {
  const last = today.toISOString().slice(0, 10)
  const trend = sql<number[] | string>`(select json_agg(coalesce(d.count, 0) order by g.day)
    from generate_series(${last}::date - ${TREND_DAYS - 1}::int, ${last}::date, '1 day') g(day)
    left join ${tenantErrorDays} d on d.error_id = ${tenantErrors.id} and d.day = g.day::date)`
  const pattern = words === undefined ? undefined : `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .select({
      id: tenantErrors.id,
      fingerprint: tenantErrors.fingerprint,
      level: tenantErrors.level,
      message: tenantErrors.message,
      source: tenantErrors.source,
      count: tenantErrors.count,
      firstSeenAt: tenantErrors.firstSeenAt,
      lastSeenAt: tenantErrors.lastSeenAt,
      trend: trend.mapWith((value: number[] | string) => (typeof value === 'string' ? (JSON.parse(value) as number[]) : value)),
    })
    .from(tenantErrors)
    .where(
      and(
        eq(tenantErrors.tenantId, tenantId),
        level && eq(tenantErrors.level, level),
        pattern === undefined ? undefined : sql`(${tenantErrors.message} ilike ${pattern} or ${tenantErrors.fingerprint} ilike ${pattern})`,
        beyond(turn, tenantErrors.lastSeenAt, tenantErrors.id),
      ),
    )
    .orderBy(...inOrder(turn, tenantErrors.lastSeenAt, tenantErrors.id))
    .limit(most)
}
export type ListedError = Awaited<ReturnType<typeof listTenantErrors>>[number]

const latest = {
  id: tenantErrors.id,
  tenantId: tenantErrors.tenantId,
  tenantName: reckoned(
    'tenant_name',
    'internal',
    sql<string>`(select ${tenants.name} from ${tenants} where ${tenants.id} = ${tenantErrors.tenantId})`,
  ),
  message: tenantErrors.message,
  count: tenantErrors.count,
  lastSeenAt: tenantErrors.lastSeenAt,
}
export type LatestError = Shown<typeof latest>

/** The groups of fatal errors that were seen last, of any tenant. */
export const latestErrors = (most: number) =>
  reading(
    'tenant_error',
    latest,
    look
      .select(selectionOf(latest))
      .from(tenantErrors)
      // Written out, because the index is of these rows only.
      .where(sql`${tenantErrors.level} = 'FATAL'`)
      .orderBy(desc(tenantErrors.lastSeenAt), desc(tenantErrors.id))
      .limit(most),
  )
