import { readFileSync, writeFileSync } from 'node:fs'
import { checkout } from '#dev/paths.ts'
import type { Probe } from '../policies/probe.ts'
import type { Mutant } from './mutant.ts'

/** By mutant, the probe that noticed it where words do not lead to one: it is asked before all others, which saves most of the questions.
 *  What is missing here, or no longer true, costs time only. `NOTICED=write npx vitest run test/drizzle/mutants.test.ts` writes it anew. */
const FILE = `${checkout}test/drizzle/mutants/noticed.json`

/** Whoever is found among so many is found fast enough. */
const MANY = 8

export function noticed(probes: Probe[]) {
  const known = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>
  const bySentence = new Map(probes.map((probe) => [probe.says, probe]))
  const seen: Record<string, string> = {}
  return {
    by: (mutant: Mutant) => bySentence.get(known[nameOf(mutant)] ?? ''),
    note(mutant: Mutant, killer: Probe, asked: number) {
      const name = nameOf(mutant)
      if (asked > MANY || known[name] === killer.says) seen[name] = killer.says
    },
    keep: () => process.env.NOTICED === 'write' && writeFileSync(FILE, `${JSON.stringify(seen, null, 2)}\n`),
  }
}

const nameOf = ({ about, says }: Mutant) => `${about}: ${says}`
