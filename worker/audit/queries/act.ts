import { and, eq, sql } from 'drizzle-orm'
import { trail } from '#drizzle/schema/audit.ts'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { classOf } from '#drizzle/schema/classes.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { actRow, named } from '#worker/audit/queries/acts.ts'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { type Finding, findingOf } from '#worker/audit/rules/chain.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Hidden } from '#worker/tenant/rules/masking.ts'

/** One act whole, with its neighbours in the chain as far as this reader may know them, and the row about reading it. Undefined where
 *  there is none, or none for this reader. The ip is personal, and stands in the sealed text as well: both are for auditors. */
export async function readAct(scope: Scope, { chain, seq, isAuditor }: { chain: string; seq: number; isAuditor: boolean }) {
  const db = within(scope)
  const beside = (other: number, what: 'hash' | 'seq') =>
    sql`(select ${what === 'hash' ? sql`encode(other.hash, 'hex')` : sql`other.seq::integer`} from audit.trail other
         where other.chain = ${chain} and other.seq = ${other})`
  const act = db.$with('act').as(
    db
      .select({
        ...actRow,
        entityIds: trail.entityIds,
        facts: trail.facts,
        named,
        reason: trail.reason,
        onBehalfOf: trail.onBehalfOf,
        requestId: trail.requestId,
        ip: trail.ip,
        userAgent: trail.userAgent,
        appVersion: trail.appVersion,
        canonical: trail.canonical,
        prev: sql<string>`encode(${trail.prev}, 'hex')`.as('prev_hex'),
        hash: sql<string>`encode(${trail.hash}, 'hex')`.as('hash_hex'),
        columns: sql<unknown>`to_jsonb("audit"."trail".*) - 'hash' - 'canonical'`.as('columns_now'),
        before: sql<string | null>`${beside(seq - 1, 'hash')}`.as('hash_before'),
        next: sql<number | null>`${beside(seq + 1, 'seq')}`.as('seq_next'),
      })
      .from(trail)
      .leftJoin(internalUsers, eq(internalUsers.id, trail.operatorId))
      .leftJoin(tenants, eq(tenants.id, trail.tenantId))
      .where(and(eq(trail.chain, chain), eq(trail.seq, seq))),
  )
  const traced = db.$with('traced', {}).as(sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    select 'trail:read', replace(${ACTS['trail:read']}, '{n} rows', case n.acts when 1 then 'one row' else 'no row' end),
           case n.acts when 1 then 'read' else 'not_found' end, 'trail', array[${`${chain}/${seq}`}::text], jsonb_build_object('acts', n.acts)
    from (select count(*) as acts from act) n`)
  const [row] = await db.with(act, traced).select().from(act)
  if (!row) return undefined
  const { canonical, columns, before, ip, ...rest } = row
  const finding: Finding = await findingOf({ ...row, columns }, before)
  const hides = !isAuditor && classOf(trail.ip) === 'personal'
  return {
    ...rest,
    finding,
    previous: before === null ? null : seq - 1,
    ip: ip !== null && hides ? ({ hidden: 'personal' } satisfies Hidden) : ip,
    canonical: hides ? null : canonical,
  }
}
export type WholeAct = NonNullable<Awaited<ReturnType<typeof readAct>>>
