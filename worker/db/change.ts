import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { answered } from '#worker/db/answered.ts'
import { look } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { type Act, type Outcome, primaryKey, readable, rememberedRows, trace } from '#worker/db/trace.ts'

/** A change is a value: which rows are meant, what must hold, what becomes of them, what moves along. Only `withTrail` can run it.
 *  `also` are statements over the CTE `changed`, each `… returning 1`: counters and events of the same transaction. */
export type Change<T extends PgTable> = { table: T; which: SQL; only?: SQL | undefined; set: PgUpdateSetSource<T>; also?: SQL[] }

export type { Act, Outcome } from '#worker/db/trace.ts'

export function change<T extends PgTable>(table: T, rest: Omit<Change<T>, 'table'>): Change<T> {
  return { table, ...rest }
}

/** Locked rows (`seen`), the conditional update (`changed`), what moves along, and the trail row that says what came of it: one
 *  statement, one transaction, one answer per key. */
export async function withTrail<T extends PgTable>(
  scope: Scope,
  ask: Ask,
  act: Act,
  asked: Change<T>,
): Promise<Outcome<T['$inferSelect']>> {
  return answered(
    scope,
    ask,
    () => once(scope, ask, act, asked),
    (answer) => rememberedRows(scope, asked.table, answer),
  )
}

async function once<T extends PgTable>(
  scope: Scope,
  ask: Ask,
  act: Act,
  { table, which, only, set, also = [] }: Change<T>,
): Promise<Outcome<T['$inferSelect']>> {
  const db = within(scope, { ask })
  const id = primaryKey(table)
  const seen = look.$with('seen').as(
    look
      .select(readable(table))
      .from(table as PgTable)
      .where(which)
      .orderBy(asc(id))
      .for('update'),
  )
  const column = (name: string) => sql`${sql.identifier('seen')}.${sql.identifier(name)}`
  const changed = db.$with('changed').as(
    db
      .update(table)
      .set(set)
      .from(seen)
      .where(and(eq(id, column(id.name)), only))
      .returning(readable(table) as never),
  )
  const outcome = sql`case when n.seen = 0 then 'not_found' when n.changed = 0 then 'refused' when n.changed < n.seen then 'partly' else 'done' end`
  const moved = also.map((statement, i) => db.$with(`also_${i}`, {}).as(statement))
  const traced = db.$with('traced', {}).as(trace(act, { table, ids: 'seen', outcome, set, siblings: moved.length }))
  const rows = (await db
    .with(seen, changed, ...moved, traced)
    .select()
    .from(seen)
    .leftJoin(changed, eq(sql`${sql.identifier('changed')}.${sql.identifier(id.name)}`, column(id.name)))) as unknown as {
    seen: T['$inferSelect']
    changed: T['$inferSelect'] | null
  }[]
  return outcomeOf(rows)
}

function outcomeOf<Row>(rows: { seen: Row; changed: Row | null }[]): Outcome<Row> {
  const changed = rows.flatMap((row) => (row.changed === null ? [] : [row.changed]))
  const refused = rows.flatMap((row) => (row.changed === null ? [row.seen] : []))
  if (changed.length > 0) return { ok: true, changed, refused }
  return { ok: false, because: rows.length === 0 ? 'not_found' : 'refused', refused }
}
