import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { checkout } from '#dev/paths.ts'
import { freePort } from '#dev/postgres.ts'
import { commandOf } from '#dev/processes.ts'

/** A portal of its own beside a developer's: other data, another port. */
const ground = mkdtempSync(path.join(tmpdir(), 'portal-start-'))
chmodSync(ground, 0o711)
const dataDir = path.join(ground, 'data')
const env = { ...process.env, PORTAL_DATA_DIR: dataDir, PORT: String(await freePort()), DATABASE_URL: '' }
let open: ChildProcess | undefined

/** In a process group of its own, as a terminal would run it. */
function startNpm() {
  const child = spawn('npm', ['start'], { cwd: checkout, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  open = child
  const heard = { said: '' }
  const url = new Promise<string>((found, failed) => {
    const hear = (text: string) => {
      heard.said += text
      const address = /runs at (http:\/\/localhost:\d+)/.exec(heard.said)?.[1]
      if (address) found(address)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
    child.once('exit', (code) => failed(new Error(`npm start ended with ${code}: ${heard.said}`)))
  })
  return { child, heard, url }
}

async function npmStart(): Promise<{ child: ChildProcess; said: string; url: string }> {
  const { child, heard, url } = startNpm()
  return { child, url: await url, said: heard.said }
}
const gone = (child: ChildProcess) => (child.exitCode ?? child.signalCode) !== null || new Promise((done) => child.once('exit', done))

/** Everything that still works on our data: the start, wrangler, both runtimes, the database. */
const working = () => {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' })
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/))
  return lines.filter(
    ([pid, stat, ...args]) => !stat?.startsWith('Z') && (args.join(' ').includes(dataDir) || Number(pid) === noted()?.pid),
  )
}

/** What the start notes about itself, until it ends in good order. */
const noted = () => {
  const file = path.join(dataDir, 'running.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }) : undefined
}
const reset = () => spawnSync(process.execPath, ['dev/reset.ts'], { cwd: checkout, env, encoding: 'utf8' })

afterEach(async () => {
  if (open?.pid && open.exitCode === null && open.signalCode === null) {
    process.kill(-open.pid, 'SIGINT')
    await gone(open)
  }
  await expect.poll(working, { timeout: 30_000 }).toEqual([])
})
afterAll(() => {
  reset()
  rmSync(ground, { recursive: true, force: true })
})

describe('npm start', { timeout: 300_000 }, () => {
  it('brings up the portal, keeps its data to itself while it runs, comes back after it was killed, and leaves nothing behind when it is stopped', async () => {
    const { child, said, url } = await npmStart()
    expect((await fetch(`${url}/sign-in`, { redirect: 'manual' })).status).toBeLessThan(400)
    expect(said.match(/http:\/\/localhost:\d+/g)).toHaveLength(1)

    expect(reset()).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop it first') })
    const second = spawnSync(process.execPath, ['dev/start.ts'], { cwd: checkout, env, encoding: 'utf8' })
    expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining('already runs') })

    const { pid } = noted()!
    process.kill(pid, 'SIGKILL')
    await gone(child)
    await sleep(500)
    expect(commandOf(pid)).toBeUndefined()

    const again = await npmStart()
    expect((await fetch(`${again.url}/sign-in`, { redirect: 'manual' })).status).toBeLessThan(400)
    process.kill(-again.child.pid!, 'SIGTERM')
    await gone(again.child)
    await expect.poll(working, { timeout: 30_000 }).toEqual([])
    expect(noted()).toBeUndefined()
  })

  it('stops when only npm is ended, even while it only begins, and leaves nothing behind', async () => {
    const { child, url } = startNpm()
    url.catch(() => {}) // there never is one
    await expect.poll(() => existsSync(path.join(dataDir, 'postgres', 'postmaster.pid')), { timeout: 30_000 }).toBe(true)
    child.kill('SIGKILL')
    await gone(child)
    await expect.poll(working, { timeout: 30_000 }).toEqual([])
    expect(noted()).toBeUndefined()
  })

  it.each([
    ['cannot be reached', 'postgresql://nobody:x@127.0.0.1:9/portal', 'The database of DATABASE_URL cannot be reached at 127.0.0.1:9'],
    ['is none', 'portal', 'DATABASE_URL is not a connection string'],
  ])('says in one sentence that the database of DATABASE_URL %s', (_what, DATABASE_URL, sentence) => {
    const run = spawnSync(process.execPath, ['dev/start.ts'], { cwd: checkout, env: { ...env, DATABASE_URL }, encoding: 'utf8' })
    expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining(sentence) })
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
  })
})
