import { createServer } from 'node:net'

/** The wanted port, or the next free one. */
export async function portFrom(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port
  throw new Error(`No port between ${wanted} and ${wanted + 99} is free.`)
}

/** Both loopbacks: a browser may take `localhost` for either. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => answer(error.code !== 'EADDRINUSE')) // no IPv6 here: nobody to meet there
    probe.listen(port, host, () => probe.close(() => answer(true)))
  })
}
