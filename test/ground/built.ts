import type { V4WorkerOptionsShape } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as optionsOf } from 'wrangler'
import { buildAll } from '#dev/build/all.ts'
import { type Module, workerModules } from '#dev/build/worker.ts'
import { checkout } from '#dev/paths.ts'

/** The Worker as it is deployed, and how wrangler.toml configures it: made once, for as many runtimes as are started with it. */
export type Built = { modules: Module[]; configured: ReturnType<typeof optionsOf>['workerOptions'] & Pick<V4WorkerOptionsShape, 'assets'> }

/** Each project of the run loads its own copy of this module, but they start what was bundled once, by the name of its entry. */
const shared = ((globalThis as { [key: symbol]: unknown })[Symbol.for('portal.built')] ??= new Map()) as Map<string, Promise<Built>>

/** `entry`: in place of the portal's own, which it brings along. */
export function buildWorker(entry?: string): Promise<Built> {
  const known = shared.get(entry ?? '') ?? built(entry)
  shared.set(entry ?? '', known)
  return known
}

async function built(entry?: string): Promise<Built> {
  await buildAll()
  return { modules: await workerModules(entry), configured: optionsOf(`${checkout}wrangler.toml`).workerOptions }
}
