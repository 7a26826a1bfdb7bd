import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { commandOf } from '#dev/processes.ts'
import { dataDir } from '#dev/paths.ts'

export type RunningStart = { pid: number; url?: string; ownerUrl?: string; signInUrl?: string }

const file = `${dataDir}running.json`

/** The start that is alive in this checkout, if any. What a killed one left behind does not count. */
export function runningStart(): RunningStart | undefined {
  try {
    const noted = JSON.parse(readFileSync(file, 'utf8')) as RunningStart
    return noted.pid !== process.pid && commandOf(noted.pid)?.includes('dev/start.ts') ? noted : undefined
  } catch {
    return undefined
  }
}

/** Tells other commands that this process holds the data, and where the database is. */
export function noteRunning(facts: Omit<RunningStart, 'pid'> = {}) {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, JSON.stringify({ pid: process.pid, ...facts }), { mode: 0o600 })
}

export const noteStopped = () => rmSync(file, { force: true })
