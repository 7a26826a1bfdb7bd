import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createDatabase, databaseOf, dropDatabase } from '#dev/databases.ts'
import { type AnswerKey, loadSample } from '#drizzle/sample/load.ts'
import { qualified } from '#drizzle/sample/copy.ts'
import { TABLE_KEYS } from '#drizzle/sample/rows.ts'
import { findingOf, firstFault } from '#worker/audit/rules/chain.ts'
import { everything } from './sample-rows.ts'
import { searching } from './search-sample.ts'

const { adminUrl, templateUrl } = inject('ground')
const now = new Date()
let ownerUrl: string
let client: pg.Client
let key: AnswerKey

beforeAll(async () => {
  ownerUrl = await createDatabase(adminUrl, `portal_sample_${randomBytes(3).toString('hex')}`, databaseOf(templateUrl))
  const began = performance.now()
  key = await loadSample(ownerUrl, { now })
  console.log(`Profile S loaded in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
})

afterAll(async () => {
  await client?.end()
  if (ownerUrl) await dropDatabase(adminUrl, databaseOf(ownerUrl))
})

it('loads what the answer key counts, under all constraints', async () => {
  for (const table of TABLE_KEYS) {
    const { rows } = await client.query(`select count(*)::int as rows from ${qualified(table)}`)
    expect(rows[0].rows, table).toBe(key.counts[qualified(table).split('"').at(-2) as string])
  }
})

it('brings every text through unchanged, however hostile', async () => {
  const made = new Map(everything({ now }).rows.rius.map(({ id, narrative }) => [id, narrative]))
  const { rows } = await client.query<{ id: string; narrative: string }>('select id, narrative from riu')
  expect(rows.filter(({ id, narrative }) => made.get(id) !== narrative)).toEqual([])
})

it('lets Postgres find planted data at the same offsets', async () => {
  const inNarratives = key.planted.filter(({ column }) => column === 'narrative')
  const { rows } = await client.query(
    `select count(*)::int as wrong from unnest($1::text[], $2::int[], $3::int[], $4::text[]) as plant (id, at, length, text)
     join riu using (id) where substr(narrative, at + 1, length) <> text`,
    [
      inNarratives.map(({ id }) => id),
      inNarratives.map(({ offset }) => offset),
      inNarratives.map(({ length }) => length),
      inNarratives.map(({ text }) => text),
    ],
  )
  expect(rows).toEqual([{ wrong: 0 }])
})

it('has one live session, of a colleague', async () => {
  const { rows } = await client.query('select id, operator_id from app.impersonation_session where ended_at is null and expires_at > now()')
  expect(rows).toEqual([{ id: key.live?.sessionId, operator_id: key.live?.operatorId }])
})

it('brings requests and reviews that are what the database would say of them', async () => {
  const wrong = async (what: string) => (await client.query(`select count(*)::int as wrong from ${what}`)).rows[0].wrong
  const { rows } = await client.query(
    `select count(*)::int as requests, (select count(*)::int from app.session_review) as reviews from app.access_request`,
  )
  expect(rows[0].requests > 10 && rows[0].reviews > 10).toBe(true)
  expect(await wrong('app.access_request r where app.access_state(r) <> r.state')).toBe(0)
  expect(
    await wrong(`app.access_request r
      where r.request_hash <> app.request_hash(operator_id, tenant_id, target_user_id, mode, scope, category, ticket_id, minutes, reason)`),
  ).toBe(0)
  expect(
    await wrong(`app.impersonation_session s left join app.session_review r on r.session_id = s.id
      where s.ended_at is not null and app.reasons_for_review(s) is distinct from array_remove(coalesce(r.reasons, '{}'), 'sample')`),
  ).toBe(0)
  expect(
    await wrong(`app.session_review r join app.impersonation_session s on s.id = r.session_id
      where r.approver_id is distinct from coalesce(app.approver_of(s.approval_id), app.revealer_of(s.id)) or r.due_at <> r.created_at + app.review_limit(r.reasons)`),
  ).toBe(0)
  expect(
    await wrong(`app.impersonation_session s
      where (select count(*) from audit.trail t where t.session_id = s.id and t.act = 'field:reveal') > app.reveals_of(s.id)`),
  ).toBe(0)
})

it('brings a trail whose chains hold, and puts its seal back', async () => {
  const { rows } = await client.query<{
    chain: string
    seq: string
    prev: string
    hash: string
    canonical: string
    at: Date
    columns: object
  }>(
    `select chain, seq, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash, canonical, at, to_jsonb(t) - 'hash' - 'canonical' as columns
     from audit.trail t order by chain, t.seq`,
  )
  expect(rows.length).toBeGreaterThan(200)
  const links = rows.map((row) => ({ ...row, seq: Number(row.seq) }))
  for (const chain of Map.groupBy(links, (row) => row.chain).values()) {
    expect(chain[0]?.seq).toBe(1)
    expect(await firstFault(chain)).toBeUndefined()
    for (const row of chain) expect(await findingOf(row)).toBe('holds')
  }
  const heads = await client.query(
    'select count(*)::int as loose from audit.trail_head h left join audit.trail t using (chain, seq, hash) where t.chain is null',
  )
  expect(heads.rows).toEqual([{ loose: 0 }])
  const triggers = await client.query("select tgenabled from pg_trigger where tgrelid = 'audit.trail'::regclass and tgname = 'seal'")
  expect(triggers.rows).toEqual([{ tgenabled: 'A' }])
})

it('refuses a database that has tenants', async () => {
  await expect(loadSample(ownerUrl)).rejects.toThrow('empty database')
})

it('leaves every index and foreign key as the migrations made it, in use', async () => {
  const made = new pg.Client({ connectionString: templateUrl })
  await made.connect()
  const shapes = `
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as shape from pg_index where indisvalid and indisready and indrelid >= 16384
    union all select conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) from pg_constraint where convalidated and conrelid >= 16384
    order by name`
  const asMade = (await made.query(shapes)).rows
  await made.end()
  expect(asMade.length).toBeGreaterThan(100)
  expect((await client.query(shapes)).rows).toEqual(asMade)
})

/** Last: who searches is one more of the staff. */
describe('the search', () =>
  searching(
    async (text, params = []) => (await client.query(text, params)).rows,
    () => key,
  ))
