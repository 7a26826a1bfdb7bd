import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { dataDir } from '#dev/paths.ts'
import { verify } from '#dev/audit-verify/verify.ts'
import { median, sayMachine } from './measure.ts'

/** `npm run bench:verify [-- --rows 1000000]`: how long the verifier takes over an export as long as this, and how much memory. The rows look
 *  like those of a page of cases, spread over 500 chains. */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } })
const rows = Number(values.rows)
const CHAINS = 500
sayMachine()

const file = `${dataDir}bench/verify-${rows}.ndjson`
if (!existsSync(file)) await write()
console.log(`${rows.toLocaleString('en')} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB`)

const times: number[] = []
const cpu: number[] = []
let most = 0
const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100)
for (let round = 0; round < 3; round++) {
  const began = performance.now()
  const before = process.cpuUsage()
  const report = await verify({ target: file })
  if (report.exit !== 0 || report.rows !== rows) throw new Error(`not intact: ${JSON.stringify(report.faults[0])}`)
  times.push((performance.now() - began) / 1000)
  const { user, system } = process.cpuUsage(before)
  cpu.push((user + system) / 1e6)
}
clearInterval(watch)
console.log(`verified in ${seconds(times)} s; ${seconds(cpu)} s of this process's own work; ${(most / 1e6).toFixed(0)} MB at most`)

function seconds(values: readonly number[]): string {
  return `${values.map((value) => value.toFixed(1)).join(', ')} (median ${median(values).toFixed(1)})`
}

async function write() {
  mkdirSync(`${dataDir}bench`, { recursive: true })
  const out = createWriteStream(file)
  const prevs = Array.from({ length: CHAINS }, () => '00'.repeat(32))
  for (let n = 0; n < rows; n++) {
    const at = n % CHAINS
    const [chain, seq, prev] = [`tenant:ten_${String(at).padStart(20, '0')}`, Math.floor(n / CHAINS) + 1, prevs[at] ?? '']
    const canonical = rowText(chain, seq, prev, n)
    const hash = createHash('sha256').update(Buffer.from(prev, 'hex')).update(canonical).digest('hex')
    prevs[at] = hash
    if (!out.write(`${JSON.stringify({ chain, seq, prev, hash, canonical })}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

function rowText(chain: string, seq: number, prev: string, n: number): string {
  const id = String(n).padStart(18, '0')
  return JSON.stringify({
    ...{
      at: new Date(1.7e12 + n * 40).toISOString().replace('Z', '+00:00'),
      ip: '203.0.113.7',
      act: 'case:read',
      seq,
      prev: `\\x${prev}`,
      chain,
    },
    ...{
      facts: { case: 1, riu: 2 },
      reason: null,
      outcome: 'read',
      sentence: 'Read a case with its reports (3 records).',
      tenant_id: chain.slice(7),
    },
    ...{
      entity_ids: [`case_${id}`, `riu_${id}`, `riu_1${id}`],
      request_id: `req_${id}`,
      session_id: `imp_${String(n % 20_000).padStart(20, '0')}`,
    },
    ...{
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
      app_version: '0.1.0',
      entity_type: 'case',
      operator_id: `ops_${id}`,
    },
    ...{ on_behalf_of: null, operator_role: 'SUPPORT_L2' },
  })
}
