import { neon } from '@neondatabase/serverless'
import { Hono } from 'hono'
import pg from 'pg'
import { withOwner } from '#dev/logins.ts'
import { CAST } from '#drizzle/sample/cast.ts'
import { openGround } from './ground.ts'
import { byTurns, paced, sayMachine, spread } from './measure.ts'
import { portalOn } from './portal.ts'

/** `npm run bench:writes`: what it costs that a change is on record, and that the record is a chain. PostgreSQL is as durable as in
 *  production; the disk is this machine's. */
const TIMES = 60
sayMachine()
const ground = await openGround('M')
const lena = await (await portalOn(ground)).visitor(CAST.lena)

const report = (results: Awaited<ReturnType<typeof byTurns>>, unit: string) => {
  for (const [name, { median: rate, all }] of Object.entries(results))
    console.log(`  ${name.padEnd(10)} ${rate.toFixed(0)} ${unit} (${spread(all)})`)
}

/** Taking a ticket: form, key, guards, lock, change and trail row, beside an update of the same row and nothing else. */
async function audited() {
  const tickets = (await owner<{ id: string }>("select id from ticket where status = 'OPEN' limit $1", [TIMES])).map(({ id }) => id)
  const free = () => owner('update ticket set assignee_id = null where id = any($1)', [tickets])
  const ask = neon(ground.ownerUrl)
  const bare = new Hono().post('/:id', async (c) => {
    await ask.query('update ticket set assignee_id = $1, version = version + 1 where id = $2', [CAST.lena.id, c.req.param('id')])
    return c.redirect('/', 303)
  })
  const results = await byTurns(7, {
    audited: async () => {
      await free()
      return (await paced(tickets.length, async (n) => expectStatus(await lena(`/tickets/${tickets[n]}/take`, {})))).perSecond
    },
    bare: async () => {
      await free()
      return (await paced(tickets.length, (n) => bare.request(`/${tickets[n]}`, { method: 'POST' }) as Promise<Response>)).perSecond
    },
  })
  console.log('a change over HTTP')
  report(results, 'requests/s')
}

const expectStatus = ({ status, body }: { status: number; body: string }) => {
  if (status !== 303 && status !== 200) throw new Error(`${status}: ${body.slice(0, 300)}`)
}

/** A row of the trail, numbered and sealed behind a locked head, beside the same row in a table like it without that. */
async function chained() {
  await owner(
    'create schema if not exists bench; drop table if exists bench.trail; create table bench.trail (like audit.trail including all)',
  )
  await owner(
    "alter table bench.trail alter chain set default 'operator:bench', alter seq add generated always as identity, alter prev set default sha256(''), alter hash set default sha256(''), alter canonical set default repeat('x', 700), alter at set default now(), alter operator_id set default 'ops'",
  )
  const row =
    "(act, sentence, outcome, entity_type, entity_ids, facts) values ('case:list', 'Read a page of 50 cases.', 'read', 'case', $1, '{}')"
  const ids = Array.from({ length: 50 }, (_, n) => `case_${String(n).padStart(20, '0')}`)
  // The seal asks who it is: the keys of somebody who is signed in, in one transaction as a request has it.
  const staff = new pg.Client(ground.variables.STAFF_DATABASE_URL)
  await staff.connect()
  const key = await aSignIn()
  const enter = () => staff.query("select from app.enter('', $1, '{}')", [key])
  const appended = (table: string) => async () =>
    (
      await paced(300, async () => {
        await staff.query('begin')
        await enter()
        await staff.query(`insert into ${table} ${row}`, [ids])
        await staff.query('commit')
      })
    ).perSecond
  await owner('grant usage on schema bench to portal_staff; grant insert on bench.trail to portal_staff')
  const results = await byTurns(7, { chained: appended('audit.trail'), unchained: appended('bench.trail') })
  console.log('a row of the trail, in a transaction that begins with app.enter')
  report(results, 'rows/s')
  console.log(`  chained beside unchained: ${((results.chained?.median ?? 0) / (results.unchained?.median ?? 1)).toFixed(2)} ×`)
  await staff.end()
  await owner('drop schema bench cascade')
}

async function aSignIn(): Promise<string> {
  const key = crypto.randomUUID()
  await owner(
    `insert into app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at) values ('log_' || upper(substr(md5(random()::text), 1, 20)), $1, app.key_hash($2), now(), now() + interval '8 hours', now())`,
    [CAST.lena.id, key],
  )
  return key
}

function owner<Row extends object>(text: string, params?: unknown[]): Promise<Row[]> {
  return withOwner(ground.ownerUrl, async (own) => (await own.query(text, params)).rows as Row[])
}

await audited()
await chained()
await ground.close()
