import { gzipSync } from 'node:zlib'
import { buildAll } from '#dev/build/all.ts'
import { type Module, workerModules } from '#dev/build/worker.ts'
import { checkout } from '#dev/paths.ts'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as optionsOf } from 'wrangler'
import { openGround } from './ground.ts'
import { byTurns, median, sayMachine, spread } from './measure.ts'
import { residentOfRuntimes, spentByRuntimes } from './resident.ts'

/** `npm run bench:worker`: the production bundle in the real runtime: its size, how long its first answer takes, its memory. */

/** What the runtime costs by itself. */
const EMPTY: Module[] = [{ name: 'index.js', text: 'export default { fetch: () => new Response("<p>nothing</p>") }', map: '' }]

sayMachine()
/** The portal is started as wrangler.toml says. */
const configured = optionsOf(`${checkout}wrangler.toml`).workerOptions as { compatibilityDate: string; compatibilityFlags: string[] }
await buildAll()
const bundle = await workerModules()
const sizes = bundle.map(({ text }) => [text.length, gzipSync(text, { level: 9 }).length] as const)
const [size, packed] = [0, 1].map((n) => sizes.reduce((sum, each) => sum + (each[n] ?? 0), 0))
console.log(`bundle: ${kB(size ?? 0)} kB in ${bundle.length} modules, ${kB(packed ?? 0)} kB gzipped`)
const ground = await openGround('M')
await coldStart('/sign-in')
await coldStart('/readyz')
await memory()
await ground.close()
process.exit(0)

function kB(bytes: number) {
  return Math.round(bytes / 1024)
}

function runtime(modules: Module[]): Miniflare {
  const isPortal = modules !== EMPTY
  return new Miniflare(
    convertV4MiniflareOptions({
      // What the Worker logs is not what is looked at here.
      handleStructuredLogs: () => {},
      modulesRules: [],
      modules: modules.map(({ name, text }) => ({ type: 'ESModule', path: name, contents: text })),
      compatibilityDate: configured.compatibilityDate,
      compatibilityFlags: isPortal ? configured.compatibilityFlags : ['nodejs_compat'],
      ...(isPortal && {
        bindings: ground.variables,
        durableObjects: { OPERATOR_DESK: { className: 'OperatorDesk', useSQLite: true } },
        serviceBindings: { ASSETS: () => new Response('') as never },
      }),
    }),
  )
}

/** From nothing to the last byte of the first page, the start of the runtime's process included; beside a Worker that does nothing. The one page asks
 *  nobody, the other the database. */
async function coldStart(page: string) {
  const spent: Record<string, number[]> = { portal: [], empty: [] }
  const first = (name: string, modules: Module[]) => async () => {
    const began = performance.now()
    const worker = runtime(modules)
    const response = await worker.dispatchFetch(`https://portal.example${page}`)
    await response.text()
    const took = performance.now() - began
    spent[name]?.push(spentByRuntimes())
    if (response.status !== 200) throw new Error(`${response.status}`)
    await worker.dispose()
    return took
  }
  const results = await byTurns(15, { portal: first('portal', bundle), empty: first('empty', EMPTY) })
  console.log(`from the start of workerd to ${page} as the first page, ms`)
  for (const [name, { median, all }] of Object.entries(results)) console.log(`  ${name.padEnd(7)} ${median.toFixed(0)} (${spread(all)})`)
  console.log(`  of that the portal's own: ${((results.portal?.median ?? 0) - (results.empty?.median ?? 0)).toFixed(0)}`)
  const [portal, empty] = [median(spent.portal ?? []), median(spent.empty ?? [])]
  console.log(
    `  processor time of the runtime: ${portal.toFixed(0)}, an empty Worker ${empty.toFixed(0)}; the portal's own: ${(portal - empty).toFixed(0)}`,
  )
}

/** Resident memory of the runtime's process: after its first page, and after five thousand requests, each second one to the database. */
async function memory() {
  for (const [name, modules] of Object.entries({ portal: bundle, empty: EMPTY })) {
    const worker = runtime(modules)
    const open = async (path: string) => (await worker.dispatchFetch(`https://portal.example${path}`)).text()
    await open('/sign-in')
    const idle = resident()
    for (let n = 0; n < 100; n++) await Promise.all(Array.from({ length: 50 }, (_, i) => open(i % 2 === 0 ? '/sign-in' : '/readyz')))
    console.log(`memory of workerd, ${name}: ${idle} MB idle, ${resident()} MB after 5 000 requests`)
    await worker.dispose()
  }
}

function resident() {
  return Math.round(residentOfRuntimes() / 1024)
}
