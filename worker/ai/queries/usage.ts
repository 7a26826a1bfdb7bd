import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { trail } from '#drizzle/schema/audit.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Reader } from '#worker/db/read.ts'

/** As far back as anybody looks who wonders about a bill. */
export const USAGE_DAYS = 30

const fact = (name: string) => sql<string>`${trail.facts} ->> ${sql.raw(`'${name}'`)}`
const sumOf = (name: string) => sql<number>`coalesce(sum((${fact(name)})::bigint), 0)::float8`

/** What models were asked for, by tenant, task and model, the dearest first: from how each run ended, as the trail says. */
export function modelUsage(db: Reader, most: number) {
  const [tokensIn, tokensOut] = [sumOf('tokensIn'), sumOf('tokensOut')]
  return db
    .select({
      tenantId: trail.tenantId,
      tenant: tenants.name,
      task: fact('task'),
      model: fact('model'),
      runs: sql<number>`count(*)::integer`,
      unfinished: sql<number>`(count(*) filter (where ${trail.outcome} <> 'done'))::integer`,
      tokensIn,
      tokensOut,
    })
    .from(trail)
    .leftJoin(tenants, eq(tenants.id, trail.tenantId))
    .where(and(eq(trail.act, 'ai:run'), gt(trail.at, sql`now() - make_interval(days => ${sql.raw(String(USAGE_DAYS))})`)))
    .groupBy(trail.tenantId, tenants.name, fact('task'), fact('model'))
    .orderBy(desc(sql`${tokensIn} + ${tokensOut}`), trail.tenantId, fact('task'), fact('model'))
    .limit(most)
}
export type UsageRow = Awaited<ReturnType<typeof modelUsage>>[number]
