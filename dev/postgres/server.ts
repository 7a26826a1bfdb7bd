import { spawn } from 'node:child_process'
import { closeSync, existsSync, fchownSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandOf, endProcess } from '#dev/processes.ts'
import type { Binaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { type Account, as } from './place.ts'

type Wanted = {
  cluster: Cluster
  binaries: Binaries
  runAs: Account
  host: string
  port: number
  socketIn: string | undefined
  throwaway: boolean
}

/** How long the last statements of a server that was killed may go on, in ms: the duties' own limit for a statement, and a little. */
const LAST_STATEMENTS = 8_000

/** For a server that lives as long as a test run. Nothing survives it, and nobody guesses its passwords: their usual number of rounds is
 *  half of what a connection costs, and tests open thousands. */
const HASTY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', scram_iterations: '1' }

/** Starts the server on an initialised cluster and waits until it accepts connections. Where one was killed, a process of it that is
 *  busy learns of it only when it is done, and until then PostgreSQL rightly starts no other on the same data. */
export async function serve(wanted: Wanted) {
  for (const deadline = Date.now() + LAST_STATEMENTS; ; await sleep(100)) {
    try {
      return await launch(wanted)
    } catch (error) {
      if (!(error as Error).message.includes('pre-existing shared memory block') || Date.now() > deadline) throw error
    }
  }
}

async function launch({ cluster, binaries, runAs, host, port, socketIn, throwaway }: Wanted) {
  await endOrphan(cluster.dir)
  const log = path.join(cluster.dir, 'server.log')
  rmSync(log, { force: true }) // those who write the last words of a server that was killed keep the old one
  const out = openSync(log, 'w', 0o600)
  if (runAs) fchownSync(out, runAs.uid, runAs.gid)
  const settings = {
    listen_addresses: host,
    port: String(port),
    unix_socket_directories: socketIn === undefined ? '' : `"${socketIn}"`,
    max_connections: '200', // five logins with pools of their own, several test workers
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(throwaway && HASTY),
  }
  const args = ['-D', cluster.dir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  // A file, not a pipe: a server that outlives us must not fail on a log nobody reads any more.
  const child = spawn(binaries.postgres, args, {
    ...as(runAs),
    cwd: '/',
    stdio: ['ignore', out, out],
    env: { ...process.env, LC_MESSAGES: 'C' },
  })
  closeSync(out)
  let ended: string | undefined
  const exit = new Promise<void>((done) => {
    child.once('error', (error) => done(void (ended = error.message)))
    child.once('exit', (code, signal) => done(void (ended = `ended with ${code ?? signal}`)))
  })

  const deadline = Date.now() + 30_000
  while (!isReady(cluster.dir, child.pid)) {
    if (ended !== undefined || Date.now() > deadline) {
      child.kill('SIGQUIT')
      const words = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : ''
      throw new Error(`PostgreSQL did not start (${ended ?? 'it took too long'}): ${words}`)
    }
    await Promise.race([sleep(15), exit])
  }
  return {
    force: () => void child.kill('SIGQUIT'),
    async stop() {
      const pid = child.pid
      if (ended !== undefined || pid === undefined) return
      child.kill('SIGINT') // fast shutdown: ends connections, keeps the data
      const patience = setTimeout(() => child.kill('SIGQUIT'), 8_000)
      await exit
      clearTimeout(patience)
    },
  }
}

/** A start that was killed leaves its server running, or a pid file naming a process that is none of ours. */
export async function endOrphan(dir: string) {
  const pidFile = path.join(dir, 'postmaster.pid')
  const pid = Number(lines(pidFile)[0])
  if (!(pid > 0)) return
  if (commandOf(pid)?.includes(dir)) await endProcess(pid, { signal: 'SIGINT' })
  rmSync(pidFile, { force: true })
}

/** The server notes its state in the eighth line of its pid file; pg_ctl waits for the same word. */
const isReady = (dir: string, pid: number | undefined) => {
  const [first, , , , , , , state] = lines(path.join(dir, 'postmaster.pid'))
  return Number(first) === pid && state?.trim() === 'ready'
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
