import { readFileSync } from 'node:fs'
import { commandOf } from '#dev/processes.ts'

/**
 * Calls back once npm, or the shell it starts us in, is gone. A shell does not pass a signal on: whoever ends only the npm process
 * would leave the portal running with nobody to stop it.
 */
export function whenNpmIsGone(callback: () => void): () => void {
  if (process.env.npm_lifecycle_event !== 'start') return () => {}
  const shell = process.ppid
  const npm = parentOf(shell)
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || commandOf(npm) !== undefined)) return
    clearInterval(timer)
    callback()
  }, 500)
  return () => clearInterval(timer)
}

function parentOf(pid: number): number | undefined {
  try {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    return parent > 1 ? parent : undefined
  } catch {
    return undefined
  }
}
