import { readdirSync, readFileSync } from 'node:fs'

/** Memory of the runtimes that this process started, or that their starters did, in KiB. */
export function residentOfRuntimes(): number {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && statusOf(pid, 'Name') === 'workerd' && isOurs(pid))
    .reduce((sum, pid) => sum + Number(statusOf(pid, 'VmRSS')), 0)
}

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
