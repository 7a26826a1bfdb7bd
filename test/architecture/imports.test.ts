import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkout } from '#dev/paths.ts'

/** Where each layer's files are, and how others name it. */
const layers = {
  rules: { file: 'worker/qa/rules/planted.ts', name: '#worker/support/rules/place.ts' },
  policy: { file: 'worker/qa/policy.ts', name: '#worker/support/policy.ts' },
  schema: { file: 'drizzle/schema/planted.ts', name: '#drizzle/schema/cases.ts' },
  queries: { file: 'worker/qa/queries/planted.ts', name: '#worker/support/queries/cases.ts' },
  db: { file: 'worker/db/planted.ts', name: '#worker/db/scope.ts' },
  jobs: { file: 'worker/qa/jobs/planted.ts', name: '#worker/support/jobs/due.ts' },
  objects: { file: 'durable-objects/planted.ts', name: '#objects/desk.ts' },
  layout: { file: 'views/layout/planted.tsx', name: '#views/layout/page.tsx' },
  views: { file: 'views/qa/planted.tsx', name: '#views/support/list.tsx' },
  http: { file: 'worker/http/planted.ts', name: '#worker/http/permit.ts' },
  api: { file: 'worker/api/planted.ts', name: '#worker/api/codes.ts' },
  routes: { file: 'worker/qa/routes/planted.tsx', name: '#worker/support/routes/cases.tsx' },
  map: { file: 'worker/app.tsx', name: '#worker/app.tsx' },
} as const
type Layer = keyof typeof layers

/** May import, and of which it may import types only. Everything else is refused. */
const table: Partial<Record<Layer, { may: Layer[]; types?: Layer[] }>> = {
  rules: { may: ['rules', 'policy'] },
  policy: { may: ['rules', 'policy'] },
  schema: { may: ['rules', 'policy', 'schema'] },
  queries: { may: ['rules', 'policy', 'schema', 'queries', 'db'] },
  db: { may: ['rules', 'policy', 'schema', 'queries', 'db'] },
  jobs: { may: ['rules', 'policy', 'queries', 'db', 'jobs'], types: ['objects'] },
  objects: { may: ['rules', 'policy', 'queries', 'db', 'objects', 'views', 'layout'] },
  views: { may: ['rules', 'policy', 'views', 'layout'], types: ['queries', 'db'] },
  http: { may: ['rules', 'policy', 'queries', 'db', 'layout', 'http', 'api'], types: ['objects'] },
  api: { may: ['rules', 'policy', 'http', 'api'] },
  routes: { may: ['rules', 'policy', 'queries', 'db', 'jobs', 'views', 'layout', 'http', 'api'], types: ['objects'] },
  map: { may: ['rules', 'policy', 'queries', 'db', 'jobs', 'views', 'layout', 'http', 'api', 'routes'] },
}
const onlyFor = {
  '@neondatabase/serverless': ['db'],
  'drizzle-orm/neon-http': ['db'],
  'cloudflare:workers': ['objects'],
  '#dev/paths.ts': [],
  '#test/cast.ts': [],
  '#drizzle/sample/load.ts': [],
  '../elsewhere/thing.ts': [],
} satisfies Record<string, Layer[]>

/** A checkout of planted files only, each with one import, under the real rules; one run of the linter for all of them. */
const planted = mkdtempSync(path.join(tmpdir(), 'portal-imports-'))
const refused = new Map<string, string>()
const cases: { file: string; line: string }[] = []

function plant(layer: Layer, line: string): string {
  const { dir, base } = path.parse(layers[layer].file)
  // Single files keep their name, so each gets a room of its own.
  const room = `n${cases.length}`
  const file = /^(policy|app)\./.test(base) ? path.join(dir.replace('qa', room), base) : path.join(dir, `${room}${path.extname(base)}`)
  cases.push({ file, line })
  return file
}

const expectations: { title: string; file: string; ok: boolean }[] = []
for (const [from, { may, types = [] }] of Object.entries(table) as [Layer, { may: Layer[]; types?: Layer[] }][]) {
  if (from === 'map') continue // one file of that name: below
  for (const to of Object.keys(layers) as Layer[]) {
    expectations.push({
      title: `${from} → ${to}`,
      file: plant(from, `import { a } from '${layers[to].name}'\nexport const b = a\n`),
      ok: may.includes(to),
    })
    if (types.includes(to)) {
      expectations.push({
        title: `${from} → ${to}, its types`,
        file: plant(from, `import type { A } from '${layers[to].name}'\nexport type B = A\n`),
        ok: true,
      })
    }
  }
  for (const [name, layersAllowed] of Object.entries(onlyFor)) {
    expectations.push({
      title: `${from} → ${name}`,
      file: plant(from, `import { a } from '${name}'\nexport const b = a\n`),
      ok: (layersAllowed as Layer[]).includes(from),
    })
  }
}
const inApp = [...table.map!.may.map((to) => layers[to].name)]
cases.push({
  file: layers.map.file,
  line: `${inApp.map((name, i) => `import { a as a${i} } from '${name}'`).join('\n')}\nexport const b = [${inApp.map((_, i) => `a${i}`)}]\n`,
})
cases.push({ file: 'worker/ring/rules/one.ts', line: "import { two } from './two.ts'\nexport const one = () => two\n" })
cases.push({ file: 'worker/ring/rules/two.ts', line: "import { one } from '#worker/ring/rules/one.ts'\nexport const two = () => one\n" })

beforeAll(() => {
  for (const { file, line } of cases) {
    mkdirSync(path.join(planted, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(planted, file), line)
  }
  for (const name of ['package.json', 'oxlint.config.ts', 'node_modules']) symlinkSync(`${checkout}${name}`, path.join(planted, name))
  const oxlint = createRequire(import.meta.url)
    .resolve('oxlint/package.json')
    .replace('package.json', 'bin/oxlint')
  const run = spawnSync(process.execPath, [oxlint, '--format=json', '--config', path.join(planted, 'oxlint.config.ts')], {
    cwd: planted,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { filename: string; code: string }[] }
  for (const { filename, code } of diagnostics) refused.set(path.relative(planted, path.resolve(planted, filename)), code)
})
afterAll(() => rmSync(planted, { recursive: true }))

describe('who may import whom', () => {
  it.each(expectations)('$title: $ok', ({ file, ok }) => {
    expect(refused.get(file)).toBe(ok ? undefined : 'eslint(no-restricted-imports)')
  })

  it('app.tsx knows them all', () => {
    expect(refused.get('worker/app.tsx')).toBeUndefined()
  })

  it('refuses a ring, also when it is named by its layer', () => {
    expect(refused.get('worker/ring/rules/one.ts')).toBe('import(no-cycle)')
  })
})
