import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The command line of a living process, or undefined. A recorded pid alone proves nothing: the number may belong to a stranger by now. */
export function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined
    } catch {
      return undefined
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
}

/** Asks, waits, then insists. */
export async function endProcess(
  pid: number,
  { signal = 'SIGTERM', patience = 8_000 }: { signal?: NodeJS.Signals; patience?: number } = {},
) {
  const deadline = Date.now() + patience
  send(pid, signal)
  while (commandOf(pid) !== undefined) {
    if (Date.now() > deadline) send(pid, 'SIGKILL')
    await sleep(20)
  }
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // already gone
  }
}
