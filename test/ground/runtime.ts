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
  /** Also serves the files of `public`, before the Worker is asked: by a Worker of their own that looks at each request. */
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
          ...(files ? { assets } : { serviceBindings: { ASSETS: () => new Response('') as never } }),
          modulesRules: [],
          modules: [{ type: 'ESModule', path: 'index.js', contents: built.script }],
          bindings: variables,
        },
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

/** Of this process. */
const runtimes = () => childrenOf(process.pid, 'workerd')
