import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { childrenOf } from '#dev/processes.ts'
import type { WorkerVariables } from '#dev/worker-variables.ts'
import type { Built } from './built.ts'

export type Runtime = {
  /** Everything that the Worker and the runtime have said. */
  said(): string
  /** `kill -9`, and another one on the same storage, which Miniflare starts by itself. */
  kill(): Promise<void>
  stop(): Promise<void>
}

type Wanted = { built: Built; variables: WorkerVariables; port: number; dir: string }

/** The Worker in the real runtime without what `wrangler dev` puts around it: a process that watches the sources, a second runtime in front
 *  of the first, and an account of every request. */
export async function startRuntime({ built: { script, configured }, variables, port, dir }: Wanted): Promise<Runtime> {
  let said = ''
  const others = runtimes()
  const own = () => runtimes().find((pid) => !others.includes(pid))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      resourcePersistencePath: path.join(dir, 'storage'),
      handleStructuredLogs: ({ message }) => void (said += `${message}\n`),
      workers: [
        {
          ...configured,
          serviceBindings: { ASSETS: () => new Response('') as never },
          modulesRules: [],
          modules: [{ type: 'ESModule', path: 'index.js', contents: script }],
          bindings: variables,
        },
      ],
    }),
  )
  await miniflare.ready
  return {
    said: () => said,
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
