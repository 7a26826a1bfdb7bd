import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import { type Account, as } from './place.ts'

export type Cluster = { dir: string; passwords: { postgres: string; portal_owner: string } }

/** For a cluster that lives as long as a test run: no disk loses anything meanwhile, and a password is checked faster (see the server). */
const HASTY = ['--no-sync', '--no-data-checksums', '--set=scram_iterations=1']

/** Runs initdb once. The passwords live in the data directory (0600): they are born and cleared with the cluster. */
export function initialise(wanted: { dir: string; binaries: Binaries; runAs: Account; throwaway: boolean }): Cluster {
  const { dir } = wanted
  const passwordFile = path.join(dir, 'portal-passwords.json')
  if (!existsSync(passwordFile)) {
    clear(dir) // an initdb that was interrupted leaves half a cluster
    const passwords = { postgres: randomBytes(18).toString('base64url'), portal_owner: randomBytes(18).toString('base64url') }
    initdb(wanted, passwords.postgres)
    writeFileSync(passwordFile, JSON.stringify(passwords), { mode: 0o600 })
    if (wanted.runAs) chownSync(passwordFile, wanted.runAs.uid, wanted.runAs.gid)
  }
  return { dir, passwords: JSON.parse(readFileSync(passwordFile, 'utf8')) as Cluster['passwords'] }
}

function initdb({ dir, binaries, runAs, throwaway }: Parameters<typeof initialise>[0], password: string) {
  const hidden = mkdtempSync(path.join(tmpdir(), 'portal-'))
  const pwfile = path.join(hidden, 'password')
  writeFileSync(pwfile, password, { mode: 0o600 })
  if (runAs) for (const each of [hidden, pwfile]) chownSync(each, runAs.uid, runAs.gid)
  try {
    const args = [`--pgdata=${dir}`, '--username=postgres', `--pwfile=${pwfile}`, '--encoding=UTF8', ...locale(throwaway)]
    // `password`, not scram: Neon's driver sends the password in its first packet, before it is asked how.
    const run = spawnSync(binaries.initdb, [...args, '--auth=password', ...(throwaway ? HASTY : [])], {
      ...as(runAs),
      cwd: '/',
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: undefined, LC_MESSAGES: 'C' },
    })
    if (run.status !== 0) throw new Error(`PostgreSQL could not create its data directory ${dir}: ${run.error?.message ?? run.stderr}`)
  } finally {
    rmSync(hidden, { recursive: true })
  }
}

/** PostgreSQL's own C.UTF-8. */
const OWN = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** Neon's databases are C.UTF-8. Where the system has no such locale, PostgreSQL's own one sorts and folds the same way. It does so without
 *  asking the system, in a fifth less time for all that a large database is filled with, and so tests have it everywhere: then the
 *  system's says only what is a letter to a search. */
function locale(throwaway: boolean): string[] {
  const known = spawnSync('locale', ['-a'], { encoding: 'utf8' }).stdout ?? ''
  const has = process.platform === 'linux' && /^C\.utf-?8$/im.test(known)
  if (!has) return ['--locale=C', ...OWN]
  return ['--locale=C.UTF-8', ...(throwaway ? OWN : [])]
}

function clear(dir: string) {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(dir)) rmSync(path.join(dir, name), { recursive: true })
}
