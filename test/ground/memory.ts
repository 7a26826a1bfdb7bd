import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import path from 'node:path'
import { commandOf } from '#dev/processes.ts'

const MEMORY = '/dev/shm'
const prefix = 'portal-objects-'
const GIB = 2 ** 30

/** Objects write every step to the disk and wait for it, several times for each session that begins. */
export const keepObjectsInMemory = () => keepInMemory(1 * GIB)
/** Databases, profiles of browsers and whatever else a run leaves behind nowhere: one of the databases is as large as a product's. */
export const keepAllInMemory = () => keepInMemory(6 * GIB)

/** What is temporary goes to memory where there are so many bytes, many times over what is needed at once. A container may have next to
 *  nothing. Files of runs that were killed are cleared away first; a server that lived on among them ends itself when it misses them. */
function keepInMemory(enough: number) {
  if (!existsSync(MEMORY)) return
  for (const name of readdirSync(MEMORY)) {
    if (!name.startsWith(prefix) || commandOf(Number(name.slice(prefix.length))) !== undefined) continue
    rmSync(path.join(MEMORY, name), { recursive: true, force: true })
  }
  const { bavail, bsize } = statfsSync(MEMORY)
  if (Math.min(bavail * bsize, freemem()) < enough) return
  const place = path.join(MEMORY, `${prefix}${process.pid}`)
  if (!existsSync(place)) process.once('exit', () => clear(place))
  mkdirSync(place, { recursive: true })
  chmodSync(place, 0o711) // so that a server's own account gets in where we are root
  process.env.TMPDIR = place // there is no other way to tell the runtime, and browsers
}

/** A browser that is just ending may still write; what is left then goes before the next run. */
function clear(place: string) {
  try {
    rmSync(place, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // as said
  }
}
