import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { AnswerKey } from './answer-key.ts'
import { bare } from './bare.ts'
import { copyRows, qualified } from './copy.ts'
import { PROFILES, type Profile } from './profiles.ts'
import { type Rows, TABLE_KEYS, type TableKey } from './rows.ts'
import { type SampleOptions, sample } from './sample.ts'

export type { AnswerKey } from './answer-key.ts'
export type LoadOptions = SampleOptions & { onProgress?: (line: string) => void }

/** Rows that are collected before they are sent. While Postgres works on one load, the next is being made. */
const LOAD = 20_000

/** The entries of the search come by themselves, with the rows they are about. */
const LOADED = [...TABLE_KEYS.map(qualified), 'app.search_entry']

/** Fills an empty database as its owner, all or nothing, and tells what is true of it. */
export async function loadSample(ownerUrl: string, { onProgress = () => {}, ...options }: LoadOptions = {}): Promise<AnswerKey> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const filled = await client.query('select exists (select from tenant) as filled')
    if (filled.rows[0].filled) throw new Error('There are tenants already: the sample goes into an empty database.')
    await client.query('begin')
    // Nothing is lost but a sample, and a crash before the commit is seen by whoever loads it.
    await client.query('set local synchronous_commit = off')
    // The trail of the sample is as old as its sessions: it comes sealed, and the seal would date it today.
    await client.query('alter table audit.trail disable trigger seal')
    const key = await bare(client, LOADED, () => sendAll(client, options, onProgress))
    await client.query('alter table audit.trail enable always trigger seal')
    await client.query('commit')
    await client.query(`analyze ${LOADED.join(', ')}`)
    onProgress('Statistics are up to date.')
    return key
  } finally {
    await client.end()
  }
}

async function sendAll(client: pg.Client, options: SampleOptions, onProgress: (line: string) => void): Promise<AnswerKey> {
  const rows = sample(options)
  let waiting: Partial<Rows> = {}
  let [count, sent] = [0, 0]
  let sending: Promise<void> = Promise.resolve()
  for (;;) {
    const step = rows.next()
    if (!step.done) count += collect(waiting, step.value)
    if (step.done || count >= LOAD) {
      await sending
      const load = waiting
      sent += count
      onProgress(`${sent} rows`)
      ;[waiting, count] = [{}, 0]
      sending = send(client, load)
      // A failed load is reported where it is awaited; until then it must not count as unhandled.
      sending.catch(() => {})
    }
    if (step.done) {
      await sending
      return step.value
    }
  }
}

function collect(waiting: Partial<Record<TableKey, object[]>>, rows: Partial<Rows>): number {
  let count = 0
  for (const [key, some] of Object.entries(rows) as [TableKey, object[]][]) {
    waiting[key] = waiting[key] ? waiting[key].concat(some) : some
    count += some.length
  }
  return count
}

async function send(client: pg.Client, rows: Partial<Rows>): Promise<void> {
  for (const key of TABLE_KEYS) await copyRows(client, key, (rows[key] ?? []) as Rows[typeof key])
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { profile: { type: 'string', default: 'S' }, seed: { type: 'string', default: '1' }, 'answer-key': { type: 'string' } },
  })
  if (!(values.profile in PROFILES)) throw new RangeError(`Profiles are ${Object.keys(PROFILES).join(', ')}.`)
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL must name the database as its owner.')
  const began = Date.now()
  const key = await loadSample(url, { profile: values.profile as Profile, seed: Number(values.seed), onProgress: console.log })
  if (values['answer-key']) await writeFile(values['answer-key'], JSON.stringify(key))
  console.log(`Loaded in ${((Date.now() - began) / 1000).toFixed(1)} s`, key.counts)
}
