import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { checkout } from '#dev/paths.ts'

/** What a deploy to production would upload, as `index.js` with its source map in this folder; nothing is uploaded. */
export function bundleInto(out: string) {
  const wrangler = createRequire(import.meta.url).resolve('wrangler')
  const run = spawnSync(process.execPath, ['--no-warnings', wrangler, 'deploy', '--dry-run', '--env=production', `--outdir=${out}`], {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
  })
  if (run.status !== 0) throw new Error(run.stderr || run.stdout)
}
