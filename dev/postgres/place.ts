import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'

/** The account PostgreSQL runs as when we are root, which it refuses to be. Undefined: it runs as ourselves. */
export type Account = { name: string; uid: number; gid: number } | undefined

/** Existing accounts only: starting a portal should not add a user to the machine. */
export function account(): Account {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Start as a normal user.')
}

export const as = (runAs: Account) => (runAs ? { uid: runAs.uid, gid: runAs.gid } : {})

/** Root's own ground, readable by the server's account: used when the checkout is not (under a home with mode 0700). */
export const commonGround = '/var/lib/operations-portal'

/**
 * Where the cluster really lives. When the server's account cannot reach `wanted`, the cluster goes to the common ground
 * and `wanted` becomes a link to it, so that a reset finds both.
 */
export function placeFor(wanted: string, runAs: Account): string {
  mkdirSync(path.dirname(wanted), { recursive: true })
  if (existsSync(wanted)) return realpathSync(wanted)
  if (!runAs) return wanted
  mkdirSync(wanted, { mode: 0o700 })
  chownSync(wanted, runAs.uid, runAs.gid)
  if (reaches(wanted, runAs)) return wanted

  rmSync(wanted, { recursive: true })
  const real = path.join(commonGround, createHash('sha256').update(wanted).digest('hex').slice(0, 12))
  mkdirSync(commonGround, { recursive: true })
  chmodSync(commonGround, 0o755) // whatever the umask says
  mkdirSync(real, { recursive: true, mode: 0o700 })
  chownSync(real, runAs.uid, runAs.gid)
  symlinkSync(real, wanted)
  return real
}

/** Removes a cluster, and the place its link points to. */
export function removePlace(wanted: string) {
  const link = lstatSync(wanted, { throwIfNoEntry: false })
  if (link?.isSymbolicLink() && existsSync(wanted)) rmSync(realpathSync(wanted), { recursive: true, force: true })
  rmSync(wanted, { recursive: true, force: true })
}

const reaches = (dir: string, runAs: Account) =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', dir], { ...as(runAs), cwd: '/', stdio: 'ignore' }).status === 0
