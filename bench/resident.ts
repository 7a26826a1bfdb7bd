import { readdirSync, readFileSync } from 'node:fs'

/** Memory of the runtimes that this process started, or that their starters did, in KiB. */
export const residentOfRuntimes = () => sumOf('workerd', (pid) => Number(statusOf(pid, 'VmRSS')))

/** What a tick of the kernel's accounts is, in ms. */
const TICK = 10

/** Processor time of the same since they began, in ms, of all their threads: what else the machine does is not in it. To the microsecond: a tick
 *  would be a tenth of what is looked for. */
export const spentByRuntimes = () =>
  sumOf('workerd', (pid) => readdirSync(`/proc/${pid}/task`).reduce((ms, thread) => ms + ranFor(pid, thread), 0))

/** The same of the PostgreSQL that this process started. */
export const spentByServer = () => sumOf('postgres', (pid) => TICK * ticksOf(pid))

const sumOf = (name: string, of: (pid: string) => number) =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && statusOf(pid, 'Name') === name && isOurs(pid))
    .reduce((sum, pid) => sum + of(pid), 0)

function isOurs(pid: string): boolean {
  const parent = statusOf(pid, 'PPid')
  if (parent === '' || parent === '0' || parent === '1') return false
  return parent === String(process.pid) || isOurs(parent)
}

function statusOf(pid: string, name: string): string {
  try {
    return new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  } catch {
    return ''
  }
}

/** The first figure of a thread's account is how long it ran, in ns. */
const ranFor = (pid: string, thread: string) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6

/** User and system time stand in the twelfth and thirteenth place after the name, which may hold blanks. */
function ticksOf(pid: string): number {
  const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return Number(user) + Number(system)
}
