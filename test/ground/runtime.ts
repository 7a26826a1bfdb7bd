import { readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { childrenOf } from '#dev/processes.ts'
import type { WorkerVariables } from '#dev/worker-variables.ts'
import type { Built } from './built.ts'

export type Runtime = {
  /** `kill -9`, and another one on the same storage, which Miniflare starts by itself. */
  kill(): Promise<void>
  stop(): Promise<void>
}

type Wanted = {
  built: Built
  variables: WorkerVariables
  port: number
  dir: string
  /** Hears everything that the Worker and the runtime say. */
  onLine?: (line: string) => void
  /** Also serves the files of `public`, before the Worker is asked. */
  files?: boolean
}

/** The Worker in the real runtime without what `wrangler dev` puts around it: a process that watches the sources, a second runtime in front
 *  of the first, and an account of every request. */
export async function startRuntime({ built, variables, port, dir, onLine = () => {}, files = false }: Wanted): Promise<Runtime> {
  const { assets, ...configured } = built.configured
  const others = runtimes()
  const own = () => runtimes().find((pid) => !others.includes(pid))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      resourcePersistencePath: path.join(dir, 'storage'),
      handleStructuredLogs: ({ message }) => onLine(message),
      workers: [
        {
          ...configured,
          name: 'portal',
          serviceBindings: { ASSETS: () => new Response('') as never },
          modulesRules: [],
          modules: built.modules.map(({ name, text }) => ({ type: 'ESModule', path: name, contents: text })),
          bindings: variables,
        },
        ...(files && assets ? beforeThePortal(assets) : []),
      ],
    }),
  )
  await miniflare.ready
  return {
    async kill() {
      const killed = own()
      if (killed === undefined) throw new Error('there is no runtime to kill')
      process.kill(killed, 'SIGKILL')
      while ([undefined, killed].includes(own())) await sleep(10)
    },
    stop: () => miniflare.dispose(),
  }
}

/** Files are looked for by the platform's own Worker, as anywhere. Here it is asked only for what begins like one of them, as nothing else can
 *  be one: to ask it takes as long as a small answer of the portal. */
function beforeThePortal(assets: NonNullable<Built['configured']['assets']>) {
  const routes = readdirSync(assets.directory).map((name) => `*/${name}*`)
  return [
    { ...handingOn('files'), name: 'like-files', routes },
    { ...handingOn('portal'), name: 'files', assets },
  ]
}

const handingOn = (next: string) => ({
  modules: [
    { type: 'ESModule' as const, path: 'index.js', contents: 'export default { fetch: (request, { NEXT }) => NEXT.fetch(request) }' },
  ],
  serviceBindings: { NEXT: next },
})

/** Of this process. */
const runtimes = () => childrenOf(process.pid, 'workerd')
