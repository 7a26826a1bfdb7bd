import { startThrowawayPostgres } from '#dev/postgres/throwaway.ts'
import { migrate } from '#dev/migrate.ts'
import pg from 'pg'
import { writeFileSync } from 'node:fs'
import { fill } from '../test/drizzle/plans/volume.ts'
const server = await startThrowawayPostgres()
writeFileSync('/tmp/volume-url', server.ownerUrl)
await migrate(server.ownerUrl)
const client = new pg.Client(server.ownerUrl); await client.connect()
const b = performance.now()
try { await fill(async (t: string, p: unknown[] = []) => (await client.query(t, p)).rows as never, (l) => console.log(((performance.now()-b)/1000).toFixed(1), l)) } catch (e) { console.log((e as Error).message, (e as any).detail, (e as any).position) }
const sizes = await client.query("select relname, n_live_tup, pg_size_pretty(pg_total_relation_size(relid)) from pg_stat_user_tables order by pg_total_relation_size(relid) desc limit 20"); console.table(sizes.rows)
console.log('READY'); await client.end()
if (process.argv[2] === 'once') { await server.stop(); process.exit(0) }
