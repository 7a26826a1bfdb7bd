import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type * as Neon from '@neondatabase/serverless'
import { afterAll, describe, expect, it } from 'vitest'
import { withOwner } from '#dev/logins.ts'
import { startNeonEndpoint } from '#dev/neon-endpoint.ts'
import { account, commonGround, placeFor, removePlace } from '#dev/postgres/place.ts'
import { startPostgres } from '#dev/postgres.ts'
import { commandOf } from '#dev/processes.ts'

const ground = mkdtempSync(path.join(tmpdir(), 'portal-postgres-'))
chmodSync(ground, 0o711)
afterAll(() => rmSync(ground, { recursive: true }))

const ask = async (url: string, query: string) => withOwner(url, async (client) => (await client.query(query)).rows)

describe('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  const dataDir = path.join(ground, 'cluster')
  const start = () => startPostgres({ dataDir, throwaway: true })

  it('has an owner like the one at Neon, who is no superuser', async () => {
    const server = await start()
    expect(
      await ask(server.ownerUrl, 'select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user'),
    ).toEqual([{ rolsuper: false, rolcreaterole: true, rolcreatedb: true, rolbypassrls: true }])
    expect(
      await ask(
        server.ownerUrl,
        "select current_database() as name, current_setting('server_encoding') as encoding, current_setting('timezone') as zone",
      ),
    ).toEqual([{ name: 'portal', encoding: 'UTF8', zone: 'UTC' }])
    // By code point, and with letters beyond ASCII: folded, and part of a word.
    const folded = "upper('straße für ž') as upper, lower('ÄÇ') as lower, 'É' ~* 'é' as same"
    const words = "to_tsvector('simple', 'Größe, Žofie')::text as words"
    expect(await ask(server.ownerUrl, `select 'Z' < 'a' and 'z' < 'ä' as ordered, ${folded}, ${words}`)).toEqual([
      { ordered: true, upper: 'STRAßE FÜR Ž', lower: 'äç', same: true, words: "'größe':1 'žofie':2" },
    ])
    await server.stop()
  })

  it('listens on the loopback only, and asks for a password', async () => {
    const server = await start()
    expect(
      await ask(
        server.superuserUrl,
        "select current_setting('listen_addresses') as hosts, current_setting('unix_socket_directories') as sockets",
      ),
    ).toEqual([{ hosts: '127.0.0.1', sockets: '' }])
    const wrong = Object.assign(new URL(server.ownerUrl), { password: 'wrong' }).href
    await expect(ask(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    await server.stop()
  })

  it('keeps what was written, and its passwords, between starts', async () => {
    const first = await start()
    await ask(first.ownerUrl, 'create table kept as select 1 as n')
    await first.stop()
    const second = await start()
    expect(new URL(second.ownerUrl).password).toBe(new URL(first.ownerUrl).password)
    expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }])
    await second.stop()
    expect(statSync(path.join(dataDir, 'portal-passwords.json')).mode & 0o777).toBe(0o600)
  })

  it('takes over from a start that was killed and left its server running', async () => {
    const script = `const { startPostgres } = await import('#dev/postgres.ts')
      console.log((await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })).port); setInterval(() => {}, 1000)`
    const killed = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((started) => killed.stdout.once('data', started))
    killed.kill('SIGKILL')
    const orphan = Number(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])
    expect(commandOf(orphan)).toContain(dataDir)

    const server = await start()
    expect(commandOf(orphan)).toBeUndefined()
    await server.stop()
  })

  it('comes up beside the last statement of a server that was killed', async () => {
    const first = await start()
    const busy = ask(first.superuserUrl, 'select count(*) from generate_series(1, 5000000)').catch(() => {})
    await new Promise((begun) => setTimeout(begun, 200))
    process.kill(Number(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    const second = await start()
    expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }])
    await busy
    await second.stop()
  })

  it('is not led astray by a number that belongs to another process now', async () => {
    writeFileSync(path.join(dataDir, 'postmaster.pid'), `${process.pid}\n`)
    const server = await start()
    await server.stop()
    expect(commandOf(process.pid)).toBeDefined()
  })

  it('begins again where creating the cluster was interrupted', async () => {
    const half = path.join(ground, 'half')
    const place = placeFor(half, account())
    mkdirSync(place, { recursive: true })
    writeFileSync(path.join(place, 'PG_VERSION'), '18\n') // the passwords are written last
    const again = await startPostgres({ dataDir: half, throwaway: true })
    expect(await ask(again.ownerUrl, 'select 1 as n')).toEqual([{ n: 1 }])
    await again.stop()
  })

  it.runIf(process.getuid?.() === 0)(
    'lives on common ground when root keeps the checkout to himself, and is found there again',
    async () => {
      const secret = path.join(ground, 'private')
      mkdirSync(secret, { mode: 0o700 })
      const dataDir = path.join(secret, 'postgres')
      const server = await startPostgres({ dataDir, throwaway: true })
      await server.stop()
      const real = realpathSync(dataDir)
      expect(path.dirname(real)).toBe(commonGround)
      removePlace(dataDir)
      expect([existsSync(real), existsSync(dataDir)]).toEqual([false, false])
    },
  )

  it('serves the driver over WebSocket also where the server wants SCRAM, as most do', async () => {
    const rules = path.join(dataDir, 'pg_hba.conf')
    writeFileSync(rules, readFileSync(rules, 'utf8').replaceAll(/password$/gm, 'scram-sha-256'))
    const server = await start()
    const endpoint = await startNeonEndpoint({ target: server })
    const { neonConfig, Pool } = createRequire(import.meta.url)('@neondatabase/serverless') as typeof Neon
    const { WebSocket } = createRequire(import.meta.url)('ws') as { WebSocket: NonNullable<typeof neonConfig.webSocketConstructor> }
    Object.assign(neonConfig, { wsProxy: `${new URL(endpoint.url).host}/v2`, useSecureWebSocket: false, webSocketConstructor: WebSocket })

    const pool = new Pool({ connectionString: server.ownerUrl, max: 1 })
    pool.on('error', () => {})
    const client = await pool.connect()
    await client.query('begin')
    expect((await client.query('select $1::int + 1 as n', [1])).rows).toEqual([{ n: 2 }])
    await client.query('commit')
    client.release()
    await pool.end()
    expect(await ask(server.superuserUrl, "select distinct auth_method from pg_hba_file_rules where address = '127.0.0.1'")).toEqual([
      { auth_method: 'scram-sha-256' },
    ])
    await endpoint.close()
    await server.stop()
  })
})
