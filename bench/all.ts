import { spawnSync } from 'node:child_process'
import { checkout } from '#dev/paths.ts'

/** `npm run bench`: all of them, one after the other, each in a process of its own. */
for (const name of ['pages', 'inside', 'writes', 'worker']) {
  console.log(`\n${name}`)
  const { status } = spawnSync(process.execPath, [`bench/${name}.ts`], { cwd: checkout, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
