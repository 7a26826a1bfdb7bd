import { type SQL, sql } from 'drizzle-orm'
import { homeCards } from '#drizzle/schema/home.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { answered } from '#worker/db/answered.ts'
import { type Reading, rowsOf } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'
import { type Fields, present, type Shown } from '#worker/db/shown.ts'
import type { Placed } from '#worker/home/rules/cards.ts'
import type { CardKind } from '#worker/home/rules/words.ts'

/** What a card asks; a card without a question shows what the page knows anyway. */
export type Questions = Partial<Record<CardKind, Reading<Fields>>>
export type Answers = Partial<Record<CardKind, Shown<Fields>[]>>

/** The arrangement and the rows of the cards that stand in it: one statement, however many kinds of cards there are. The question of a
 *  card that does not stand there is never run, because PostgreSQL evaluates a sub-select when its CASE first needs it. */
export async function readHome(
  scope: Scope,
  operator: Operator,
  questions: Questions,
  usual: readonly Placed[],
): Promise<{ kept: Placed[]; answers: Answers }> {
  const asked = Object.entries(questions) as [CardKind, Reading<Fields>][]
  const columns = asked.map(
    ([kind, { query }]) =>
      sql`case when exists (select from shown where kind = ${kind}) then ${rowsAsJson(query)} end as ${sql.identifier(kind)}`,
  )
  const [row] = await rowsOf<Record<string, Record<string, unknown>[] | null>>(
    scope,
    sql`with kept as (select kind, position, width from ${homeCards} where operator_id = ${operator.id}),
      shown as (select kind from kept union all select u from unnest(${sql.param(usual.map(({ kind }) => kind))}::text[]) u where not exists (select from kept))
      select ${sql.join(
        [
          sql`(select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'width', width) order by position), '[]') from kept) as kept`,
          ...columns,
        ],
        sql`, `,
      )}`,
  )
  const answers = asked.flatMap(([kind, { fields }]) => (row?.[kind] ? [[kind, shownTo(operator, fields, row[kind])] as const] : []))
  return { kept: (row?.kept ?? []) as Placed[], answers: Object.fromEntries(answers) }
}

/** The rows of one card, for its own refresh. */
export async function readCard(scope: Scope, operator: Operator, { fields, query }: Reading<Fields>): Promise<Shown<Fields>[]> {
  const [row] = await rowsOf<{ rows: Record<string, unknown>[] }>(scope, sql`select ${rowsAsJson(query)} as rows`)
  return shownTo(operator, fields, row?.rows ?? [])
}

export async function readArrangement(scope: Scope, operator: Operator): Promise<Placed[]> {
  return (await readHome(scope, operator, {}, [])).kept
}

/** Keeps the cards in this order; none means the usual ones of the role. */
export async function arrangeHome(scope: Scope, ask: Ask, cards: readonly Placed[]): Promise<void> {
  await answered(
    scope,
    ask,
    () => within(scope, { ask }).execute(sql`select app.arrange_home(${JSON.stringify(cards)}::jsonb)`),
    () => undefined,
  )
}

const rowsAsJson = (query: SQL) => sql`(select coalesce(jsonb_agg(to_jsonb(part)), '[]') from (${query}) part)`

function shownTo(operator: Operator, fields: Fields, rows: Record<string, unknown>[]): Shown<Fields>[] {
  return present(fields, rows, { role: operator.role, inSession: false })
}
