import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
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

/** The processes of this name that another one has started. */
export const childrenOf = (parent: number, name: string): number[] =>
  allProcesses()
    .filter((each) => each.parent === parent && each.name.endsWith(name))
    .map(({ pid }) => pid)

function allProcesses(): { pid: number; parent: number; name: string }[] {
  const lines =
    process.platform === 'linux'
      ? readdirSync('/proc').map((pid) => (/^\d/.test(pid) ? statOf(pid) : '').replace(/^(\d+) \((.*)\) \w (\d+) .*/s, '$1 $3 $2'))
      : spawnSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).stdout.split('\n')
  return lines
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, ...name]) => ({ pid: Number(pid), parent: Number(parent), name: name.join(' ') }))
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return '' // it has ended meanwhile
  }
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
