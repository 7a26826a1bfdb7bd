import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { CustomerRows } from './customer-rows.ts'
import { printable } from './checkpoints.ts'
import { Faults } from './fault.ts'
import { judged, type Keys, keysFrom, type Signed } from './keys.ts'
import { firstLineOf, linesOf } from './lines.ts'
import { checkpointsAt } from './pack.ts'
import { type Word, wordIn } from './told.ts'
import type { Asked, Report } from './verify.ts'

/** Whether this is the chain as a tenant takes it from their page or the API: a file, or a folder of its parts. */
export async function isCustomers(target: string): Promise<boolean> {
  const [first] = partsAt(target)
  return first !== undefined && /"(shown|withheld)":|portal-customer-trail/.test(await firstLineOf(first))
}

/** Rows that do not show who of the staff it was: most have their seal without its text. What is shown of them is bound by the signed line that
 *  closes each part, and their seals by each other and by the checkpoint that the tenant fetched. */
export async function verifyCustomers({ target, checkpoints, told, keys: keyFile }: Asked): Promise<Report> {
  const faults = new Faults()
  const keys: Keys = keyFile === undefined ? new Map() : keysFrom(readFileSync(keyFile, 'utf8'))
  const rows = new CustomerRows(faults)
  const parts = await Promise.all(partsAt(target).map(async (file) => ({ file, begin: await beginOf(file) })))
  for (const { file } of parts.toSorted((a, b) => a.begin - b.begin)) {
    for await (const lines of linesOf(file)) for (const line of lines) rows.read(line)
    rows.end()
  }
  for (const part of rows.parts) judgeSignature(part.signed, keys, faults)
  const fetched = wordsAt(checkpoints, keys, faults)
  const received = wordsAt(told, keys, faults)
  for (const word of [...fetched, ...received]) rows.hold(word)
  const held = Math.max(0, ...rows.held)
  const rest = rows.last - Math.max(held, rows.first - 1)
  return {
    exit: faults.exit(),
    faults: faults.inOrder(),
    more: [...faults.counts.values()].reduce((sum, count) => sum + count, 0) - faults.told.length,
    rows: rows.count,
    chains: rows.chain === undefined ? 0 : 1,
    checkpoints: fetched.length,
    told: received.length,
    uncovered: rest > 0 ? { rows: rest, chains: 1 } : { rows: 0, chains: 0 },
    openBeginnings: rows.first > 1 ? 1 : 0,
    sessions: { count: rows.sessions.count, withoutStart: rows.sessions.withoutStart(), withoutEnd: rows.sessions.withoutEnd() },
    had: { checkpoints: checkpoints !== undefined, keys: keyFile !== undefined, manifest: true },
    customers: { withheld: rows.withheld, unsealed: rows.unsealed },
  }
}

function judgeSignature(signed: Signed, keys: Keys, faults: Faults): boolean {
  const judgement = judged(signed, keys)
  if (judgement === 'forged') faults.add({ kind: 'file', because: 'the signature of a closing line does not belong to its text' })
  if (judgement === 'unknown')
    faults.add({ kind: 'key', because: `nobody told the verifier of the key ${printable(signed.keyId)} that signed it` })
  return judgement === 'signed'
}

function partsAt(target: string): string[] {
  if (!statSync(target).isDirectory()) return [target]
  const names = readdirSync(target).filter((name) => name.endsWith('.ndjson'))
  return names.includes('trail.ndjson') ? [] : names.map((name) => path.join(target, name))
}

/** The number of the first row, so that parts are read in their order, whatever the files are called. */
async function beginOf(file: string): Promise<number> {
  return Number(/"seq":(\d+)/.exec(await firstLineOf(file))?.[1] ?? Number.MAX_SAFE_INTEGER)
}

/** Words on the chain, of whatever days: fetched from the portal, or as the tenant's own receiver was sent them. */
function wordsAt(place: string | undefined, keys: Keys, faults: Faults): Word[] {
  return (place === undefined ? [] : textsAt(place)).flatMap((text) => {
    // What the portal answers before there is one.
    if (/^\s*\{\s*"checkpoint"\s*:\s*null\s*\}\s*$/.test(text)) return []
    const { signed, word } = wordIn(text)
    if (!signed || !word) {
      faults.add({ kind: 'altered', because: 'a checkpoint cannot be read' })
      return []
    }
    return judgeSignature(signed, keys, faults) ? [word] : []
  })
}

/** A file is one answer as it came, however many lines it has, or one text in each line. */
function textsAt(place: string): string[] {
  const whole = statSync(place).isDirectory() ? undefined : readFileSync(place, 'utf8')
  return whole !== undefined && wordIn(whole).signed ? [whole] : checkpointsAt(place)
}
