import { appendFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'

/** Everything goes to the log file; what a person should see goes on to `onLine`. Resolves when the source does not build: what was built before
 *  then goes on, which is right for a portal that runs, not for one that begins. */
export function listenTo(streams: Readable[], log: string, onLine: (line: string) => void): Promise<string> {
  writeFileSync(log, '', { mode: 0o600 })
  const unbuildable = Promise.withResolvers<string>()
  for (const input of streams) {
    createInterface({ input }).on('line', async (coloured) => {
      const line = stripVTControlCharacters(coloured)
      appendFileSync(log, `${line}\n`)
      if (isNoise(line)) return
      onLine(line)
      if (!line.includes('Build failed')) return
      await sleep(300) // the reasons follow
      unbuildable.resolve('it does not build')
    })
  }
  return unbuildable.promise
}

const noise = [
  /^\s*$/,
  /^\[wrangler:info\]/, // requests, reloads
  /^\{"level":"info"/, // the portal's own line for each request
  /wrangler \d/,
  /^─+$/,
  /^\[custom build\] *(Running: .*)?$|changed, restarting build|^Attaching additional modules|^[┌├└│]/,
  /^Using secrets|^Your Worker has access|^Binding |^env\.|Starting local server|Connection status updated/,
  /Logs were written to|Scheduled Workers are not|trigger a scheduled event|^\s+curl |For more details, see/, // start fires them itself
]
const isNoise = (line: string) => noise.some((pattern) => pattern.test(line))
