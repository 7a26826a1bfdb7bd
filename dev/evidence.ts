import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkout } from '#dev/paths.ts'
import { checkpointKey } from '#dev/start/secrets.ts'
import { withThisDatabase } from '#dev/this-database.ts'
import { writePack } from './evidence/pack.ts'
import { rangeFrom } from './evidence/range.ts'

/** `npm run evidence`: what an auditor needs of some days, in one folder that proves itself. */
const usage = `npm run evidence -- --from 2026-11-01 --to 2026-11-30 [--tenant <id>] --out <new folder>
Reads DATABASE_URL, or the local database; signs with CHECKPOINT_KEY, or locally with the key of this checkout.`

async function command() {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { from: text, to: text, tenant: text, out: text } })
  const { out } = values
  if (out === undefined) throw new Error(`--out is missing.\n\n${usage}`)
  const key = process.env.CHECKPOINT_KEY || (process.env.DATABASE_URL ? undefined : checkpointKey())
  if (key === undefined) throw new Error('CHECKPOINT_KEY is not set: the key that signs the checkpoints of this database.')
  const keys = { key, retired: (process.env.CHECKPOINT_RETIRED_KEYS ?? '').split(',').filter((x) => x !== '') }
  const { version } = JSON.parse(readFileSync(`${checkout}package.json`, 'utf8')) as { version: string }
  const files = await withThisDatabase((ownerUrl) => writePack(ownerUrl, { ...rangeFrom(values), out, keys, appVersion: version }))
  for (const { name, bytes, lines } of files)
    console.log(`${name.padEnd(20)} ${String(lines).padStart(9)} lines ${String(bytes).padStart(12)} bytes`)
  console.log(`\nCheck it: npm run audit:verify -- ${out}`)
}

command().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
