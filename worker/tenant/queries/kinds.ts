import { and, eq, getTableColumns, getTableName, type SQL, Subquery, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core'
import { cases } from '#drizzle/schema/cases.ts'
import { look } from '#worker/db/read.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

type Listed = PgTable & { id: AnyPgColumn; createdAt: AnyPgColumn }

/** A page of a table whose rows are seen for more than one reason. As one condition with an _or_ no index serves it, and each row of the
 *  tenant is held against the policy. So each reason is asked by the index that serves it, and their pages stand under the table's name.
 *  Nothing is allowed here: the policy holds each row that comes against itself once more. */
export function pageOfKinds(table: Listed, kinds: SQL[], { only, turn, most }: { only: SQL | undefined; turn: Turn; most: number }) {
  const pages = kinds.map((kind) => {
    const page = look
      .select()
      .from(table)
      .where(and(kind, only, beyond(turn, table.createdAt, table.id)))
      .orderBy(...inOrder(turn, table.createdAt, table.id))
      .limit(most)
    return sql`(${page.getSQL()})`
  })
  return new Subquery(sql`${EYES} ${sql.join(pages, sql` union all `)}`, getTableColumns(table), getTableName(table))
}

/** Decided once for the question: of a kind that is not this session's, no row is read. Each place that asked for itself would look for the
 *  session anew. */
const EYES = sql`with eyes as materialized (select app.sees_every_case() as every)`
export const seesEvery = sql`(select every from eyes)`
export const seesOwn = sql`not ${seesEvery}`

const subject = sql`(select app.current_subject())`
export const isOwn = eq(cases.assigneeId, subject)
const own = () => look.select({ id: cases.id }).from(cases).where(isOwn).getSQL()

/** Cases of which the one looked as has an investigation: of their own ones, or of somebody else's. */
export const investigated = {
  withOwn: () => sql`any(array(select app.investigated_cases() union ${own()}))`,
  besides: () => sql`any(array(select app.investigated_cases() except ${own()}))`,
}
