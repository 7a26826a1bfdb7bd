import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { gzipSync } from 'node:zlib'
import { faultsOf, missingTests, PAGE, PROMISES } from '#dev/asvs.ts'
import { buildAll } from '#dev/build/all.ts'
import { BUILT } from '#dev/build/worker.ts'
import { buildWorkerTypes } from '#dev/build/worker-types.ts'
import { checkout } from '#dev/paths.ts'

/** `npm run check`: everything that must hold before a change goes in. `npm run check -- lint types` runs only those. */

type Ran = { ok: boolean; output: string }
const bin = `${checkout}node_modules/.bin`

/** More would be a package that came along unnoticed: all of it is read at every start. In KiB, compressed, as Cloudflare counts. */
const LARGEST_BUNDLE = 460

const steps: Record<string, () => Promise<Ran>> = {
  build,
  format: () => run(`${bin}/biome`, ['format', '.']),
  lint: () =>
    run(process.execPath, [
      createRequire(import.meta.url)
        .resolve('oxlint/package.json')
        .replace('package.json', 'bin/oxlint'),
    ]),
  types: async () => together([await run(`${bin}/tsc`, ['-p', 'tsconfig.json']), await run(`${bin}/tsc`, ['-p', 'tsconfig.node.json'])]),
  migrations,
  asvs,
  bundle,
  tests: () => run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run']),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in steps))
if (unknown.length) {
  console.error(`Unknown: ${unknown.join(', ')}. There are ${Object.keys(steps).join(', ')}.`)
  process.exit(2)
}
const failed: string[] = []
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length && !wanted.includes(name)) continue
  const begin = performance.now()
  const { ok, output } = await step().catch((error: Error) => ({ ok: false, output: error.message }))
  const last = ok ? (output.match(/^(?:BUNDLE|BROWSER TESTS|\s+Tests ).*$/gm) ?? []).map((line) => ` ${line.trim()}`).join(',') : ''
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(11)} ${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s${last}`)
  if (ok) continue
  failed.push(name)
  console.log(output.trim().replace(/^/gm, '       '))
}
if (failed.length) {
  console.log(`Not good: ${failed.join(', ')}.`)
  process.exitCode = 1
}

async function build(): Promise<Ran> {
  await buildAll()
  buildWorkerTypes()
  return { ok: true, output: '' }
}

/** On a copy: nothing new may appear when the migrations are asked to catch up with the schema. */
async function migrations(): Promise<Ran> {
  const copy = mkdtempSync(path.join(tmpdir(), 'portal-migrations-'))
  try {
    cpSync(`${checkout}drizzle/migrations`, copy, { recursive: true })
    const before = readdirSync(copy)
    const args = ['generate', '--dialect', 'postgresql', '--schema', './drizzle/schema/index.ts', '--out', path.relative(checkout, copy)]
    const ran = await run(`${bin}/drizzle-kit`, args)
    const appeared = readdirSync(copy).filter((name) => !before.includes(name))
    if (!ran.ok || !appeared.length) return ran
    const sql = appeared.map((name) => readFileSync(path.join(copy, name), 'utf8')).join('\n')
    return { ok: false, output: `The schema is ahead of the migrations (npm run migrations:new). Missing:\n${sql}` }
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** Every security requirement is answered, and every promise of access is kept, by tests that are there. */
async function asvs(): Promise<Ran> {
  const faults = [...faultsOf(readFileSync(PAGE, 'utf8')), ...missingTests(readFileSync(PROMISES, 'utf8'))]
  return { ok: faults.length === 0, output: faults.join('\n') }
}

/** What a deploy would upload, and how large it is. */
async function bundle(): Promise<Ran> {
  const ran = await run(process.execPath, ['--no-warnings', wranglerCli(), 'deploy', '--dry-run', '--env', 'production'])
  if (!ran.ok) return ran
  const modules = readdirSync(BUILT).filter((name) => name.endsWith('.js'))
  const bytes = modules.map((name) => gzipSync(readFileSync(path.join(BUILT, name))).length).reduce((sum, size) => sum + size, 0)
  return { ok: bytes <= LARGEST_BUNDLE * 1024, output: `BUNDLE ${(bytes / 1024).toFixed(1)} KiB gzipped, of ${LARGEST_BUNDLE} at most` }
}

function wranglerCli(): string {
  return createRequire(import.meta.url).resolve('wrangler')
}

function together(all: Ran[]): Ran {
  return { ok: all.every(({ ok }) => ok), output: all.map(({ output }) => output).join('') }
}

function run(command: string, args: string[]): Promise<Ran> {
  const child = spawn(command, args, {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', PATH: `${bin}${path.delimiter}${process.env.PATH}` },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((done) => {
    child.once('error', (error) => done({ ok: false, output: error.message }))
    child.once('close', (code) => done({ ok: code === 0, output: stripVTControlCharacters(output) }))
  })
}
