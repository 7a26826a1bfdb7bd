import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { checkout } from '#dev/paths.ts'
import type { WorkerVariables } from '#dev/worker-variables.ts'
import { listenTo } from './output.ts'

export type RunningWorker = {
  url: string
  /** Resolves when it stops by itself, with the reason. */
  ended: Promise<string>
  /** Resolves when the source does not build, also while it runs; the former version then goes on working. */
  unbuildable: Promise<string>
  stop(): Promise<void>
  force(): void
}

type Wanted = {
  variables: WorkerVariables
  port: number
  /** Keeps the Worker's local storage, its variables (0600) and its log. */
  dir: string
  /** Hears what the Worker says. */
  onLine(line: string): void
}

/** The Worker in the real runtime, rebuilt when a file changes: `wrangler dev`, without an account and without questions. */
export async function startWorker({ variables, port, dir, onLine }: Wanted): Promise<RunningWorker> {
  mkdirSync(dir, { recursive: true })
  const flags = {
    '--ip': '127.0.0.1',
    '--port': String(port),
    '--inspector-port': '0',
    '--show-interactive-dev-session': 'false',
    '--persist-to': path.join(dir, 'storage'),
    '--env-file': writeVariables(dir, variables), // a file: arguments show in the process list
  }
  const wrangler = createRequire(import.meta.url).resolve('wrangler')
  const args = ['dev', ...Object.entries(flags).map(([name, value]) => `${name}=${value}`)]
  const child = fork(wrangler, args, {
    cwd: checkout,
    detached: true, // Ctrl-C in the terminal reaches only us: we stop things in order
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--no-warnings', '--import', fileURLToPath(new URL('leash.ts', import.meta.url))],
    env: {
      ...process.env,
      ...quiet,
      WRANGLER_REGISTRY_PATH: path.join(dir, 'registry'),
      WRANGLER_LOG_PATH: path.join(dir, 'wrangler.log'),
    },
  })
  const unbuildable = listenTo([child.stdout!, child.stderr!], path.join(dir, 'worker.log'), onLine)
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(`it ended with ${code ?? signal}`))
  })
  const force = () => void signalGroup(child.pid, 'SIGKILL')
  const stop = async () => {
    child.kill('SIGTERM')
    const patience = setTimeout(force, 5_000)
    await ended
    clearTimeout(patience)
    // The runtimes were children of that process; stopped means that they are gone as well.
    for (let i = 0; i < 100 && signalGroup(child.pid, 0); i++) await sleep(20)
  }

  const ready = new Promise<true>((done) => child.on('message', (message) => String(message).includes('DEV_SERVER_READY') && done(true)))
  const first = await Promise.race([ready, ended, sleep(60_000, 'it took longer than a minute', { ref: false })])
  if (first !== true) {
    await stop()
    throw new Error(`The Worker did not start: ${first}.`)
  }
  return { url: `http://localhost:${port}`, ended, unbuildable, stop, force }
}

/** Without these it asks the internet for updates, a location and leave to count, and keeps an account of every request that nobody reads. */
const quiet = {
  CI: '1',
  NO_COLOR: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
}

function writeVariables(dir: string, variables: WorkerVariables): string {
  const file = path.join(dir, 'worker.env')
  // `$` would be taken for the name of another variable.
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value.replaceAll('$', '\\$')}'\n`)
  writeFileSync(file, lines.join(''), { mode: 0o600 })
  return file
}

/** The child leads a process group of its own. Answers whether anybody was left in it. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return leader !== undefined && process.kill(-leader, signal)
  } catch {
    return false
  }
}
