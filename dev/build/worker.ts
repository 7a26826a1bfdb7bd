import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { buildAll } from '#dev/build/all.ts'
import { writeIfNew } from '#dev/build/assets.ts'
import { checkout } from '#dev/paths.ts'

/** Where wrangler.toml looks for it. */
export const BUILT = `${checkout}dist/worker`
const ENTRY = 'worker/index.ts'

export type Module = { name: string; text: string; map: string }

/**
 * The Worker as it is deployed, started and tested: `index.js` first, and a module of its own for what is asked for by `import()`. The runtime reads
 * all of them at its start, but runs only what a request needs. Minified, because reading is half of what a start costs; functions lose their
 * names, because to give each its own back is a sixteenth of it (`npm run where` says which line of the sources a log means). Deterministic.
 * `entry`: in place of the portal's own, which it brings along.
 */
export async function workerModules(entry = ENTRY): Promise<Module[]> {
  const { outputFiles } = await build({
    absWorkingDir: checkout,
    entryPoints: { index: entry },
    outdir: BUILT,
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
  })
  const texts = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]))
  const names = [...texts.keys()].filter((name) => name.endsWith('.js'))
  return names
    .toSorted((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
    .map((name) => ({ name, text: texts.get(name) ?? '', map: texts.get(`${name}.map`) ?? '' }))
}

/** Writes it to where wrangler takes it from, and nothing at all where the sources do not build: what was there then goes on working. */
export async function buildWorker() {
  await buildAll()
  const modules = await workerModules()
  mkdirSync(BUILT, { recursive: true })
  const files = new Map(modules.flatMap(({ name, text, map }) => [[name, text] as const, [`${name}.map`, map] as const]))
  for (const [name, text] of files) writeIfNew(path.join(BUILT, name), text)
  for (const name of readdirSync(BUILT)) if (!files.has(name)) rmSync(path.join(BUILT, name), { recursive: true })
}

if (import.meta.main) {
  await buildWorker().catch((error: Error) => {
    console.error(error.message.startsWith('Build failed') ? error.message : `Build failed: ${error.message}`)
    // `wrangler dev` would answer nobody until somebody has mended it, were it told.
    process.exitCode = process.env.WRANGLER_COMMAND === 'dev' && existsSync(path.join(BUILT, 'index.js')) ? 0 : 1
  })
}
