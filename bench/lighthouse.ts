import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { type BrowserContext, chromium } from 'playwright-core'
import { checkout } from '#dev/paths.ts'
import { freePort } from '#dev/postgres.ts'
import { enter, signInAs } from '#test/e2e/as.ts'
import { browserPath } from '#test/e2e/browser-path.ts'
import { acme, firstOf } from '#test/e2e/every-page.ts'
import { meet, portal } from '#test/e2e/portal.ts'
import { startRunning } from '#test/e2e/running.ts'
import { holdGround } from '#test/ground/ground.ts'
import { sayMachine } from './measure.ts'

/** `npm run bench:lighthouse [-- --release 13.5.0]`: what Lighthouse says of the main pages, as seen by a phone on a slow line and on a desk, in its
 *  four categories, and which of its questions are not answered in full. It is fetched for this from the registry (`npm exec`): the project does
 *  without its two hundred packages. */
const { values } = parseArgs({ options: { release: { type: 'string', default: '13.5.0' } } })
/** That nobody finds the portal by a search engine is meant (docs/design/pages.md). */
const MEANT = ['is-crawlable', 'meta-description']
const ASKED = ['--only-categories=performance,accessibility,best-practices,seo']

type Report = {
  categories: Record<string, { title: string; score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, { id: string; score: number | null }>
}

sayMachine()
const { ground, release } = await holdGround()
const running = await startRunning(ground)
const dir = mkdtempSync(`${tmpdir()}/lighthouse-`)
try {
  meet(running)
  const port = await freePort()
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const context = await chromium.launchPersistentContext(`${dir}/profile`, {
    executablePath: browserPath() ?? '',
    args: [`--remote-debugging-port=${port}`, ...root],
  })
  const table: Record<string, Record<string, string | number>> = {}
  for (const path of await mainPages(context))
    for (const form of ['mobile', 'desktop'])
      table[`${path.replace(/_[0-9a-z]{20,}/i, '_…')}, ${form}`] = row(await reportOf(path, form, port, `${dir}/report.json`))
  console.table(table)
  await context.close()
} finally {
  await running.stop()
  await release()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
}
process.exit()

/** Those of the main job, by somebody who is inside a tenant from the first on. */
async function mainPages(context: BrowserContext): Promise<string[]> {
  const page = await signInAs('imke', context)
  await enter(page)
  const list = '/workspace/cases'
  return ['/', '/tenants', `/tenants/${(await acme()).id}`, list, await firstOf(page, list), '/search?q=theft', '/audit', '/notifications']
}

async function reportOf(path: string, form: string, port: number, file: string): Promise<Report> {
  const flags = [`--port=${port}`, '--quiet', '--disable-storage-reset', ...ASKED, '--output=json', `--output-path=${file}`]
  if (form === 'desktop') flags.push('--preset=desktop')
  const asked = [
    'exec',
    '--yes',
    '--loglevel=error',
    `--package=lighthouse@${values.release}`,
    '--',
    'lighthouse',
    `${portal().url}${path}`,
    ...flags,
  ]
  const child = spawn('npm', asked, { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((done) => child.once('exit', done))
  if (code !== 0) throw new Error(`Lighthouse ended with ${code} at ${path}`)
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

/** Each category in percent, and what is not answered in full and not meant. */
function row({ categories, audits }: Report): Record<string, string | number> {
  const scores = Object.values(categories).map(({ title, score }) => [title, Math.round((score ?? 0) * 100)])
  const asked = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id))
  const open = asked.filter((id) => (audits[id]?.score ?? 1) < 1 && !MEANT.includes(id))
  return { ...Object.fromEntries(scores), open: open.map((id) => `${id} ${audits[id]?.score}`).join(', ') }
}
