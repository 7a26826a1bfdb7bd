import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { checkout } from '#dev/paths.ts'
import { median, sayMachine } from './measure.ts'

/** `npm run bench:suite [-- --runs 10]`: all tests so many times in a row, a line each. A test that fails once in ten runs is broken: its name
 *  stands there, and the command fails. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '10' } } })
const runs = Number(values.runs)

/** What vitest writes down of a run, as far as it is read here. */
type Results = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  success: boolean
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string }[] }[]
}

sayMachine()
const place = mkdtempSync(`${tmpdir()}/suite-`)
const seconds: number[] = []
for (let run = 1; run <= runs; run++) {
  const file = `${place}/${run}.json`
  const began = performance.now()
  const { status } = spawnSync('npx', ['vitest', 'run'], {
    cwd: checkout,
    stdio: 'ignore',
    env: { ...process.env, TEST_RESULTS_FILE: file },
  })
  seconds.push((performance.now() - began) / 1000)
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = results
  console.log(`${run}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds.at(-1)?.toFixed(0)} s`)
  for (const broken of brokenIn(results)) console.log(`   ${broken}`)
  if (status !== 0) process.exitCode = 1
}
rmSync(place, { recursive: true })
console.log(`median ${median(seconds).toFixed(0)} s`)

/** The tests that failed, and the files that did not come to their tests. */
function brokenIn({ testResults }: Results): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const at = name.replace(checkout, '')
    const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `${at} > ${fullName}`)
    return failed.length === 0 && message !== '' ? [`${at}: ${message.split('\n')[0]}`] : failed
  })
}
