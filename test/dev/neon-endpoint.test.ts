import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type * as Neon from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { withOwner } from '#dev/logins.ts'
import { type NeonEndpoint, startNeonEndpoint } from '#dev/neon-endpoint.ts'
import type { Asked } from '#dev/neon-endpoint/answer.ts'
import { authenticationOk, errorResponse, readyForQuery } from '#dev/neon-endpoint/wire-messages.ts'

/** The driver as it is published, outside of the test runner's transforms. */
const { neon, neonConfig, Pool, NeonDbError } = createRequire(import.meta.url)('@neondatabase/serverless') as typeof Neon
const { WebSocket } = createRequire(import.meta.url)('ws') as { WebSocket: NonNullable<typeof neonConfig.webSocketConstructor> }

const { ownerUrl } = inject('ground')
const { hostname, port, search } = new URL(ownerUrl)
/** The name in the connection string must not matter: the Worker's strings say whatever they say. */
const elsewhere = Object.assign(new URL(ownerUrl), { hostname: 'ep-somewhere.example', port: '' }).href
const asked: Asked[] = []
let endpoint: NeonEndpoint

beforeAll(async () => {
  endpoint = await startNeonEndpoint({
    target: { host: hostname, port: Number(port || 5432), parameters: search },
    onRequest: (request) => asked.push(request),
  })
  neonConfig.fetchEndpoint = `${endpoint.url}/sql`
  neonConfig.wsProxy = `${new URL(endpoint.url).host}/v2`
  neonConfig.useSecureWebSocket = false
  neonConfig.webSocketConstructor = WebSocket
})
afterAll(() => endpoint.close())

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${endpoint.url}/sql`, { method: 'POST', body, headers: { 'neon-connection-string': elsewhere, ...headers } })

describe('one query over HTTP', () => {
  const sql = neon(elsewhere)

  it('brings every common type back as the driver promises', async () => {
    const [row] = await sql`select 1::int4 as i, 9007199254740993::int8 as big, true as yes, null::text as nothing, 1.50::numeric as n,
      array['a','b c',null]::text[] as words, array[1,2]::int4[] as numbers, '{"a":[1]}'::jsonb as j, '\\x00ff'::bytea as b,
      '2026-11-20 10:00:00+00'::timestamptz as at, 'ä — ✓' as text`
    expect(row).toEqual({
      ...{ i: 1, big: '9007199254740993', yes: true, nothing: null, n: '1.50', words: ['a', 'b c', null], numbers: [1, 2], j: { a: [1] } },
      ...{ b: Buffer.from([0, 255]), at: new Date('2026-11-20T10:00:00Z'), text: 'ä — ✓' },
    })
  })

  it('carries parameters of every kind', async () => {
    const [row] = await sql.query(
      'select $1::int as i, $2::text[] as words, $3::jsonb as j, $4::timestamptz as at, $5::bool as yes, $6::text as nothing',
      [...[7, ['x', 'y,z', '"q"'], { k: 'v' }, new Date(0), false, null]],
    )
    expect(row).toEqual({ i: 7, words: ['x', 'y,z', '"q"'], j: { k: 'v' }, at: new Date(0), yes: false, nothing: null })
  })

  it('tells names and types of columns, and how many rows', async () => {
    const result = await sql.query('select 1::int4 as one from generate_series(1, 3)', [], { fullResults: true })
    expect(result).toMatchObject({ command: 'SELECT', rowCount: 3, fields: [{ name: 'one', dataTypeID: 23 }] })
  })

  it('reports an error of the database with its SQLSTATE and fields', async () => {
    const error = await sql`select * from pg_catalog.not_there`.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(NeonDbError)
    expect(error).toMatchObject({
      code: '42P01',
      severity: 'ERROR',
      position: '15',
      message: 'relation "pg_catalog.not_there" does not exist',
    })
  })

  it('refuses two statements in one text, even without parameters', async () => {
    await expect(sql.query('select 1; select 2')).rejects.toMatchObject({ code: '42601' })
  })

  it('says no to a wrong password as the database does', async () => {
    const wrong = Object.assign(new URL(elsewhere), { password: 'wrong' }).href
    await expect(neon(wrong)`select 1`).rejects.toMatchObject({ code: '28P01' })
  })

  it('does not reset a connection: a setting made for the session leaks into the next request, as at Neon', async () => {
    const leaky = neon(Object.assign(new URL(elsewhere), { search: '?application_name=leak' }).href)
    await leaky`select set_config('test.leak', 'seen', false)`
    expect(await leaky`select current_setting('test.leak', true) as leak`).toEqual([{ leak: 'seen' }])
  })

  it('cancels the statement of an asker who hangs up', async () => {
    const running = () =>
      withOwner(
        ownerUrl,
        async (owner) =>
          (await owner.query("select from pg_stat_activity where query like 'select pg_sleep(30) %' and state = 'active'")).rowCount,
      )
    const hangUp = new AbortController()
    const question = sql.query('select pg_sleep(30) as hung_up', [], { fetchOptions: { signal: hangUp.signal } }).catch(() => 'hung up')
    await expect.poll(running).toBe(1)
    hangUp.abort()
    expect(await question).toBe('hung up')
    await expect.poll(running).toBe(0)
  })

  it('lets twenty work at once for one login', async () => {
    const begin = Date.now()
    await Promise.all(Array.from({ length: 20 }, () => sql`select pg_sleep(0.3)`))
    expect(Date.now() - begin).toBeLessThan(2_500)
  })
})

describe('a batch over HTTP', () => {
  const sql = neon(elsewhere)

  it('is one transaction and one round trip', async () => {
    asked.length = 0
    const [a, b] = await sql.transaction([sql`select pg_current_xact_id()::text as id`, sql`select pg_current_xact_id()::text as id`])
    expect(a).toEqual(b)
    expect(asked).toMatchObject([{ batch: true, queries: [{ params: [] }, { params: [] }] }])
  })

  it('keeps nothing when a later statement fails', async () => {
    await sql`create table if not exists public.endpoint_try (n int primary key)`
    const batch = sql.transaction([sql`insert into public.endpoint_try values (1)`, sql`select 1 / 0`])
    await expect(batch).rejects.toMatchObject({ code: '22012' })
    expect(await sql`select * from public.endpoint_try`).toEqual([])
    await sql`drop table public.endpoint_try`
  })

  it('honours isolation level and read only', async () => {
    const ask = [sql`select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as read_only`]
    const [[row]] = (await sql.transaction(ask, { isolationLevel: 'Serializable', readOnly: true, deferrable: true })) as [[object]]
    expect(row).toEqual({ level: 'serializable', read_only: 'on' })
    await expect(sql.transaction([sql`create table public.never ()`], { readOnly: true })).rejects.toMatchObject({ code: '25006' })
  })

  it('forgets what was set for the transaction', async () => {
    await sql.transaction([sql`select set_config('test.scope', 'mine', true)`])
    const [row] = await sql`select nullif(current_setting('test.scope', true), '') as scope`
    expect(row).toEqual({ scope: null })
  })
})

describe('an odd request', () => {
  it.each([
    ['no JSON', '{', {}, 400],
    ['no query', '{}', {}, 400],
    ['no connection string', '{"query":"select 1"}', { 'neon-connection-string': 'nonsense' }, 400],
  ])('%s', async (_name, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status)
  })

  it('is refused above the limit', async () => {
    const { hostname: host, port } = new URL(ownerUrl)
    const small = await startNeonEndpoint({ target: { host, port: Number(port || 5432) }, maxBody: 1_000 })
    const response = await fetch(`${small.url}/sql`, { method: 'POST', body: 'x'.repeat(2_000) })
    expect(response.status).toBe(413)
    await small.close()
  })

  it('outlives a server that dies as it opens a connection: its last words come with the first', async () => {
    const dying = createServer((socket) =>
      socket.once('data', () => {
        const lastWords = errorResponse({
          severity: 'FATAL',
          code: '57P01',
          message: 'terminating connection due to unexpected postmaster exit',
        })
        socket.end(Buffer.concat([authenticationOk, readyForQuery, lastWords]))
      }),
    )
    await new Promise<void>((ready) => dying.listen(0, '127.0.0.1', ready))
    const lost = await startNeonEndpoint({ target: { host: '127.0.0.1', port: (dying.address() as AddressInfo).port } })
    const response = await fetch(`${lost.url}/sql`, {
      method: 'POST',
      body: '{"query":"select 1"}',
      headers: { 'neon-connection-string': elsewhere },
    })
    expect(response.status).toBe(500)
    await lost.close()
    await new Promise((closed) => dying.close(closed))
  })

  it('answers 500 when there is no database', async () => {
    const nowhere = await startNeonEndpoint({ target: { host: '127.0.0.1', port: 9 } })
    const response = await fetch(`${nowhere.url}/sql`, {
      method: 'POST',
      body: '{"query":"select 1"}',
      headers: { 'neon-connection-string': elsewhere },
    })
    expect([response.status, await response.json()]).toEqual([500, { message: expect.stringContaining('ECONNREFUSED') }])
    await nowhere.close()
  })
})

describe('the protocol over WebSocket', () => {
  const open = (connectionString = elsewhere) => {
    const pool = new Pool({ connectionString, max: 1 })
    pool.on('error', () => {})
    return pool
  }

  it('runs an interactive transaction', async () => {
    const pool = open()
    const client = await pool.connect()
    await client.query('begin')
    const first = await client.query('select $1::int + 1 as n', [1])
    const second = await client.query('select $1::int + 1 as n', [first.rows[0].n])
    await client.query('commit')
    client.release()
    await pool.end()
    expect(second.rows).toEqual([{ n: 3 }])
  })

  it.each(['password', false] as const)('signs in with pipelining %s', async (pipelineConnect) => {
    neonConfig.pipelineConnect = pipelineConnect
    const pool = open()
    expect((await pool.query('select current_user as who')).rows).toEqual([{ who: decodeURIComponent(new URL(ownerUrl).username) }])
    await pool.end()
    neonConfig.pipelineConnect = 'password'
  })

  it('carries more than one frame holds', async () => {
    const pool = open()
    const { rows } = await pool.query("select repeat('x', 3000000) as long, $1::text as back", ['y'.repeat(1_000_000)])
    expect([rows[0].long.length, rows[0].back.length]).toEqual([3_000_000, 1_000_000])
    await pool.end()
  })

  it('says no to a wrong password', async () => {
    const pool = open(Object.assign(new URL(elsewhere), { password: 'wrong' }).href)
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: '28P01' })
    await pool.end()
  })

  it('ends the session in the database with the socket', async () => {
    const pool = open(Object.assign(new URL(elsewhere), { search: '?application_name=leaver' }).href)
    const client = await pool.connect()
    client.on('error', () => {})
    const pid = (await client.query('select pg_backend_pid() as pid')).rows[0].pid
    client.release(true)
    await pool.end()
    const alive = () =>
      withOwner(ownerUrl, async (owner) => (await owner.query('select from pg_stat_activity where pid = $1', [pid])).rowCount)
    await expect.poll(alive).toBe(0)
  })
})

it('closes while questions are under way', async () => {
  const { hostname: host, port } = new URL(ownerUrl)
  const brief = await startNeonEndpoint({ target: { host, port: Number(port || 5432) } })
  const question = fetch(`${brief.url}/sql`, {
    ...{ method: 'POST', body: '{"query":"select pg_sleep(20)"}', headers: { 'neon-connection-string': elsewhere } },
  }).catch(() => 'cut')
  await sleep(200)
  await brief.close()
  expect(await question).toBe('cut')
})
