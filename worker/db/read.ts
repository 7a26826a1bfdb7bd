import { type SQL, sql } from 'drizzle-orm'
import type { NeonHttpDatabase } from 'drizzle-orm/neon-http'
import { QueryBuilder } from 'drizzle-orm/pg-core'
import { ACTS, type ActName } from '#worker/audit/rules/acts.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { rowsWithin, type Scope, type Statement, within } from '#worker/db/scope.ts'
import { filled, type Given, shaped, worded } from '#worker/db/shaped.ts'
import { type Fields, present, type Shown } from '#worker/db/shown.ts'

/** What queries of the register are given: looking only, in a READ ONLY transaction of the staff login. `batch` asks several questions
 *  in one round trip. A change through it does not compile, and would not run. */
export type Reader = Pick<NeonHttpDatabase, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'batch'>

export function reader(scope: Scope): Reader {
  return within(scope, { readOnly: true })
}

/** Rows of a function of the database (`app.…`) that only looks. */
export async function rowsOf<Row extends Record<string, unknown>>(scope: Scope, call: SQL): Promise<Row[]> {
  return (await within(scope, { readOnly: true }).execute<Row>(call)).rows
}

/** Builds, cannot run: tenant content is read by `readWithTrail` only. */
export const look = new QueryBuilder()

/** One part of a page of tenant content: what to select, and which of its fields is the key that goes into the trail. `given` says what
 *  stands in the places of the query, where it has some. */
export type Reading<F extends Fields> = { entity: string; fields: F; query: SQL; given?: Given }

/** `key` names the database column with the record's id. */
export function reading<F extends Fields & { id: unknown }>(entity: string, fields: F, query: { getSQL(): SQL }): Reading<F> {
  return { entity, fields, query: query.getSQL() }
}

/** The same for what is read again and again: its query is made once for each shape of what is asked. */
export function readings<F extends Fields & { id: unknown }, Asked extends object>(
  entity: string,
  fields: F,
  make: (asked: Asked) => { getSQL(): SQL },
): (asked: Asked) => Reading<F> {
  const queryOf = shaped(make)
  return (asked) => ({ entity, fields, ...queryOf(asked) })
}

/** `about` is the record asked for: it stands in the trail when there is none, or none that this session may see. `facts` stand there beside
 *  the counts: words of ours, never of the record. */
export type ReadAct = { act: ActName; about?: string; reason?: string; facts?: Record<string, string | number> }
export type TenantReader = { scope: Scope; operator: { role: Role } }

/** A page of tenant content and its trail row in one statement: whoever sees it has been seen, or nobody saw anything. */
export async function readWithTrail<F extends Fields>(who: TenantReader, act: ReadAct, part: Reading<F>): Promise<Shown<F>[]> {
  return (await readTogetherWithTrail(who, act, { rows: part })).rows
}

type Parts = Record<string, Reading<Fields>>
type Asides = Record<string, SQL>
type Answer<P extends Parts, A extends Asides> = { [K in keyof P]: Shown<P[K]['fields']>[] } & {
  [K in keyof A]: A[K] extends SQL<infer T> ? T : never
}

/** Several lists of tenant content as one reading: one statement, one trail row with the ids of all of them. The first part decides
 *  whether the record exists; where it does not, the trail says `not_found`. `asides` are words of the database about the session itself,
 *  in the same answer: they are no records, so the trail does not name them. */
export async function readTogetherWithTrail<P extends Parts, A extends Asides = Record<never, SQL>>(
  who: TenantReader,
  act: ReadAct,
  parts: P,
  asides?: A,
): Promise<Answer<P, A>> {
  const names = Object.keys(parts)
  const words = Object.entries(asides ?? {})
  const given: Given = new Map([
    ...names.flatMap((name) => [...(parts[name]?.given ?? [])]),
    [ABOUT, act.about ?? null],
    [REASON, act.reason ?? null],
    [FACTS, JSON.stringify(act.facts ?? {})],
  ])
  const [row] = await rowsWithin<Record<string, unknown>>(who.scope, filled(wordingOf(who.scope, act, parts, words), given))
  const reader = { role: who.operator.role, inSession: true }
  const rowsOfPart = (name: string) => (row?.[name] ?? []) as Record<string, unknown>[]
  return Object.fromEntries([
    ...names.map((name) => [name, present(parts[name]?.fields ?? {}, rowsOfPart(name), reader)]),
    ...words.map(([name]) => [name, row?.[name]]),
  ]) as Answer<P, A>
}

const [ABOUT, REASON, FACTS] = [sql.placeholder('about'), sql.placeholder('reason'), sql.placeholder('facts')]

type Words = [name: string, word: SQL][]
/** What a statement was put together from, to know it again. */
type Wording = { of: readonly unknown[]; statement: Statement }

/** By the query of the first part. */
const wordings = new WeakMap<SQL, Wording[]>()

/** Where every part was made once, so is the whole. */
function wordingOf(scope: Scope, act: ReadAct, parts: Parts, words: Words): Statement {
  const all = Object.entries(parts)
  const first = all[0]?.[1].query
  const put = () => worded(together(scope, act, parts, words))
  if (first === undefined || all.some(([, { given }]) => given === undefined)) return put()
  const of = [
    act.act,
    act.facts !== undefined,
    scope.reader !== undefined,
    ...all.flatMap(([name, { entity, query }]) => [name, entity, query]),
    ...words.flat(),
  ]
  const known = wordings.get(first) ?? []
  const before = known.find((one) => one.of.length === of.length && one.of.every((each, i) => each === of[i]))
  if (before) return before.statement
  const statement = put()
  wordings.set(first, [...known, { of, statement }])
  return statement
}

function together({ reader }: Scope, act: ReadAct, parts: Parts, words: Words): SQL {
  const names = Object.keys(parts)
  // A function that is to be called must be asked for; a row that is written is written.
  const called = reader ? sql`(select count(*) from traced) as traced, ` : sql``
  // `json`, not `jsonb`: nobody looks into it there, and PostgreSQL takes several times as long to build a tree as to write text.
  return sql`with ${sql.join(
    names.map((name) => sql`${sql.identifier(name)} as materialized (${parts[name]?.query})`),
    sql`, `,
  )}, traced as (${trace(reader !== undefined, act, parts)}) select ${called}${sql.join(
    [
      ...names.map((name) => sql`(select coalesce(json_agg(part), '[]') from ${sql.identifier(name)} part) as ${sql.identifier(name)}`),
      ...words.map(([name, word]) => sql`${word} as ${sql.identifier(name)}`),
    ],
    sql`, `,
  )}`
}

function trace(byFunction: boolean, act: ReadAct, parts: Parts): SQL {
  const names = Object.keys(parts)
  const first = names[0] ?? ''
  const ids = sql.join(
    names.map((name) => sql`array(select id from ${sql.identifier(name)})`),
    sql` || `,
  )
  const facts = sql.join(
    names.map((name) => sql`${parts[name]?.entity ?? ''}::text, (select count(*) from ${sql.identifier(name)})`),
    sql`, `,
  )
  // The one list that is allowed to be empty is a list: a page with nothing on it was read all the same.
  const outcome = act.act.endsWith(':list')
    ? sql`'read'`
    : sql`case when exists (select from ${sql.identifier(first)}) then 'read' else 'not_found' end`
  const row = sql`${act.act}, replace(${ACTS[act.act]}, '{n}', cardinality(seen.ids)::text), ${outcome}, ${parts[first]?.entity ?? ''},
    case when cardinality(seen.ids) = 0 then array_remove(array[${ABOUT}::text], null) else seen.ids end,
    jsonb_build_object(${facts})${act.facts ? sql` || ${FACTS}::jsonb` : sql``}`
  const seen = sql`from (select ${ids} as ids) seen`
  // The login of tenants' own users writes no trail by itself: a function does, which knows who entered.
  if (byFunction) return sql`select app.trace_reading(${row}) ${seen}`
  return sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, reason) select ${row}, ${REASON} ${seen}`
}
