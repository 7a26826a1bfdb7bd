import { build } from 'esbuild'
import type { V4WorkerOptionsShape } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as optionsOf } from 'wrangler'
import { buildAll } from '#dev/build/all.ts'
import { checkout } from '#dev/paths.ts'

/** The Worker in one file, and how wrangler.toml configures it: made once, for as many runtimes as are started with it. */
export type Built = { script: string; configured: ReturnType<typeof optionsOf>['workerOptions'] & Pick<V4WorkerOptionsShape, 'assets'> }

/** Each project of the run loads its own copy of this module, but they start what was bundled once, by the name of its entry. */
const shared = ((globalThis as { [key: symbol]: unknown })[Symbol.for('portal.built')] ??= new Map()) as Map<string, Promise<Built>>

/** `entry`: in place of the portal's own, which it brings along. */
export function buildWorker(entry = ''): Promise<Built> {
  const known = shared.get(entry) ?? built(entry)
  shared.set(entry, known)
  return known
}

async function built(entry: string): Promise<Built> {
  await buildAll()
  const { main = '', workerOptions } = optionsOf(`${checkout}wrangler.toml`)
  const { outputFiles } = await build({
    absWorkingDir: checkout,
    entryPoints: [entry || main],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    minify: true,
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
  })
  return { script: outputFiles[0]!.text, configured: workerOptions }
}
