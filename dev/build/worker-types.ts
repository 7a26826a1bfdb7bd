import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { checkout } from '#dev/paths.ts'

const types = `${checkout}worker/worker-configuration.d.ts`
const mark = '// made from wrangler.toml '

/** The runtime's and the bindings' types. Takes five seconds, so it only happens after a change of wrangler.toml or of wrangler. */
export function buildWorkerTypes() {
  const wrangler = createRequire(import.meta.url).resolve('wrangler/package.json')
  const state = createHash('sha256')
    .update(readFileSync(`${checkout}wrangler.toml`))
    .update((JSON.parse(readFileSync(wrangler, 'utf8')) as { version: string }).version)
    .digest('hex')
  if (existsSync(types) && readFileSync(types, 'utf8').endsWith(`${mark}${state}\n`)) return

  // --env-file: somebody's .dev.vars must not leak into everybody's types.
  const args = [
    '--no-warnings',
    wrangler.replace('package.json', 'wrangler-dist/cli.js'),
    'types',
    types,
    '--strict-vars=false',
    '--env-file=/dev/null',
  ]
  const run = spawnSync(process.execPath, args, {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
  })
  if (run.status !== 0) throw new Error(`The types of the Worker could not be made:\n${run.stdout}${run.stderr}`)
  // What is built has no types; what it is built of has.
  const made = readFileSync(types, 'utf8').replaceAll('"../dist/worker/index"', '"./index"').trimEnd()
  writeFileSync(types, `${made}\n${mark}${state}\n`)
}

if (import.meta.main) buildWorkerTypes()
