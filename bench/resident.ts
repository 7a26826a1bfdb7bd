import { readdirSync, readFileSync } from 'node:fs'

/** Memory of the runtimes that this process started, or that their starters did, in KiB. */
export const residentOfRuntimes = () => sumOf('workerd', (pid) => Number(statusOf(pid, 'VmRSS')))

/** What a tick of the kernel's accounts is, in ms. */
const TICK = 10

/** Processor time of the same since they began, in ms: what else the machine does is not in it. */
export const spentByRuntimes = () => sumOf('workerd', (pid) => TICK * ticksOf(pid))

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

/** User and system time stand in the twelfth and thirteenth place after the name, which may hold blanks. */
function ticksOf(pid: string): number {
  const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return Number(user) + Number(system)
}
