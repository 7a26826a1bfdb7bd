import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, expect, it } from 'vitest'
import { newCheckpointKey } from '#dev/checkpoint-key.ts'
import { checkout } from '#dev/paths.ts'
import { duties, workerVariables } from '#dev/worker-variables.ts'

/** The Worker's own module; its types stay with the Worker. */
const ENV = '#worker/env.ts'

/** What the README says under a heading, up to the next one. */
function section(heading: string): string {
  const [, after = ''] = readFileSync(`${checkout}README.md`, 'utf8').split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

/** The names in the first column of the table that begins with this word. */
function column(text: string, first: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  const rows = lines.slice(lines.findIndex((line) => line.startsWith(`| ${first} `)) + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return namesIn(rows.slice(0, end).map((line) => line.split('|')[1] ?? ''))
}

const namesIn = (texts: string[]) =>
  texts.flatMap((text) => [...text.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name as string)).toSorted()

const guide = section('Deploy to Cloudflare and Neon')
const toml = readFileSync(`${checkout}wrangler.toml`, 'utf8')
const required = [...(/^required = \[([^\]]*)\]/m.exec(toml)?.[1] ?? '').matchAll(/"([A-Z_]+)"/g)].map(([, name]) => name as string)

it('the guide names every secret that a deploy asks for, and none that nobody asks for', () => {
  expect(required.length).toBeGreaterThan(0)
  expect(column(guide, 'Secret')).toEqual(required.toSorted())
})

it('what the Worker refuses to start without is a secret or a variable of the deployment', async () => {
  const { settingsFrom } = (await import(ENV)) as { settingsFrom: (env: object) => unknown }
  const variables = [...(/^\[env\.production\.vars\]\n([^[]*)/m.exec(toml)?.[1] ?? '').matchAll(/^([A-Z_]+) = "(.*)"/gm)]
  const given = Object.fromEntries(variables.map(([, name, value]) => [name, value]))
  expect(given).toMatchObject({ ENVIRONMENT: 'production' })
  const missing = (env: object) => {
    try {
      settingsFrom(env)
    } catch (error) {
      return (error as Error).message.split(': ')[1]?.split(', ') ?? []
    }
    return []
  }
  const named = missing(given)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !required.includes(name))).toEqual([])
})

const out = mkdtempSync(path.join(tmpdir(), 'portal-deploy-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

it('a deploy would find every binding that the guide names, and every queue that it says to make', { timeout: 60_000 }, () => {
  const args = [
    '--no-warnings',
    createRequire(import.meta.url).resolve('wrangler'),
    'deploy',
    '--dry-run',
    '--env',
    'production',
    '--outdir',
    out,
  ]
  const ran = spawnSync(process.execPath, args, {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' },
  })
  expect([ran.status, ran.stderr]).toEqual([0, expect.not.stringContaining('WARNING')])
  const bound = [...ran.stdout.matchAll(/^env\.([A-Z_]+) .*?(\S(?: ?\S)*)\s*$/gm)].map(([, name, resource]) => ({ name, resource }))
  const bindings = bound.filter(({ resource }) => !resource?.endsWith('Environment Variable')).map(({ name }) => name as string)
  expect(bindings.length).toBeGreaterThan(0)
  expect(column(guide, 'Binding')).toEqual(bindings.toSorted())

  const production = toml.slice(toml.indexOf('[env.production]'))
  const queues = new Set([...production.matchAll(/^(?:queue|dead_letter_queue) = "([a-z-]+)"/gm)].map(([, name]) => name))
  const made = new Set([...guide.matchAll(/wrangler queues create ([a-z-]+)/g)].map(([, name]) => name))
  expect(made).toEqual(queues)
})

/** As it is uploaded. */
it('what a deploy would upload starts, and shows who comes where to sign in', { timeout: 60_000 }, async () => {
  const nowhere = 'postgres://somebody:secret@127.0.0.1:9/portal'
  const signIn = { issuer: 'http://127.0.0.1:9/', clientId: 'x', clientSecret: 'x', tenantId: 'x' }
  const bindings = workerVariables({
    environment: 'test',
    neonLocal: 'http://127.0.0.1:9',
    urls: Object.fromEntries(duties.map((duty) => [duty, nowhere])) as Parameters<typeof workerVariables>[0]['urls'],
    sessionKey: 'x'.repeat(32),
    checkpointKey: newCheckpointKey().key,
    signIn: { ...signIn, tenantTokens: { issuer: signIn.issuer, keys: `${signIn.issuer}keys` } },
    origin: 'https://portal.example',
    version: 'x',
  })
  const uploaded = readdirSync(out)
    .filter((name) => name.endsWith('.js'))
    .toSorted((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
  expect(uploaded.map((name) => name.replace(/-\w+\.js$/, '')).slice(0, 2)).toEqual(['index.js', 'api'])
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modulesRules: [],
      modules: uploaded.map((name) => ({ type: 'ESModule', path: name, contents: readFileSync(path.join(out, name), 'utf8') })),
      compatibilityDate: /^compatibility_date = "(.*)"/m.exec(toml)?.[1] ?? '',
      compatibilityFlags: [...(/^compatibility_flags = \[(.*)\]/m.exec(toml)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(
        ([, flag]) => flag as string,
      ),
      bindings,
      handleStructuredLogs: () => {},
    }),
  )
  try {
    const page = await worker.dispatchFetch('https://portal.example/sign-in')
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Sign in')])
    const asked = await worker.dispatchFetch('https://portal.example/readyz')
    expect(asked.status).toBe(503)
    // What programs may do is a module of its own. Once it is there, the pages are, too.
    const document = (await (await worker.dispatchFetch('https://portal.example/api/v1/openapi.json')).json()) as { openapi: string }
    expect(document.openapi).toBe('3.1.0')
    expect((await worker.dispatchFetch('https://portal.example/sign-in')).status).toBe(200)
  } finally {
    await worker.dispose()
  }
})
