import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { commandOf } from '#dev/processes.ts'

const MEMORY = '/dev/shm'
const prefix = 'portal-objects-'
/** All that the objects of a run keep at once, many times over, in bytes. A container may have next to nothing. */
const ENOUGH = 1 << 30

/** Objects write every step to the disk and wait for it, several times for each session that begins: their files go to memory where there
 *  is some. Those of runs that were killed are cleared away first. */
export function keepObjectsInMemory() {
  if (!existsSync(MEMORY)) return
  for (const name of readdirSync(MEMORY)) {
    if (!name.startsWith(prefix) || commandOf(Number(name.slice(prefix.length))) !== undefined) continue
    rmSync(path.join(MEMORY, name), { recursive: true, force: true })
  }
  const { bavail, bsize } = statfsSync(MEMORY)
  if (bavail * bsize < ENOUGH) return
  const place = path.join(MEMORY, `${prefix}${process.pid}`)
  if (!existsSync(place)) process.once('exit', () => rmSync(place, { recursive: true, force: true }))
  mkdirSync(place, { recursive: true })
  process.env.TMPDIR = place // there is no other way to tell the runtime
}
