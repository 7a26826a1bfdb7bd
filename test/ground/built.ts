import { build } from 'esbuild'
import { unstable_getMiniflareWorkerOptions as optionsOf } from 'wrangler'
import { buildAll } from '#dev/build/all.ts'
import { checkout } from '#dev/paths.ts'

/** The Worker in one file, and how wrangler.toml configures it: made once, for as many runtimes as are started with it. */
export type Built = { script: string; configured: Omit<ReturnType<typeof optionsOf>['workerOptions'], 'assets'> }

export async function buildWorker(): Promise<Built> {
  await buildAll()
  const { main = '', workerOptions } = optionsOf(`${checkout}wrangler.toml`)
  // Files are served before the Worker is asked, by a Worker of their own that would look at each request.
  const { assets: _, ...configured } = workerOptions
  const { outputFiles } = await build({
    absWorkingDir: checkout,
    entryPoints: [main],
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
  return { script: outputFiles[0]!.text, configured }
}
