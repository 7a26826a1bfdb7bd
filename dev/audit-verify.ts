import { parseArgs } from 'node:util'
import { verify } from './audit-verify/verify.ts'
import { inWords } from './audit-verify/words.ts'

/** `npm run audit:verify -- <export>`: checks an export of the trail. This file and its folder need nothing but Node, so that whoever does
 *  not trust us can read all of it and take it along. */
const usage = `npm run audit:verify -- <export> [--checkpoints <folder or file>] [--told <folder or file>] [--keys <file>]
Ends with 0: intact, 1: altered, 2: truncated, 3: gap or reorder, 4: unknown key; 64: not asked right, or the export cannot be read.`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { checkpoints: { type: 'string' }, told: { type: 'string' }, keys: { type: 'string' } },
  })
  const [target, ...rest] = positionals
  if (target === undefined || rest.length > 0) throw new Error(usage)
  const report = await verify({ target, ...values })
  console.log(inWords(report).join('\n'))
  process.exitCode = report.exit
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 64
}
