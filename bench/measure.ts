import { cpus, loadavg } from 'node:os'

/** What the machine is and what else it does: figures of a busy machine say little by themselves, and much beside each other. */
export function sayMachine() {
  const [first] = cpus()
  console.log(
    `${new Date().toISOString()} · ${cpus().length} × ${first?.model.trim()} · Node ${process.version} · load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  )
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Runs the candidates by turns, so that what the machine does meanwhile meets all of them; of each the median round and the spread. */
export async function byTurns(
  rounds: number,
  candidates: Record<string, (round: number) => Promise<number>>,
): Promise<Record<string, { median: number; all: number[] }>> {
  const all: Record<string, number[]> = {}
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(candidates)) {
      const value = await run(round)
      // The first is for warming up.
      if (round >= 0) (all[name] ??= []).push(value)
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, { median: median(values), all: values }]))
}

/** What one round of `times` cost, as requests a second, and this process's own work per request in µs. */
export async function paced(times: number, one: (n: number) => Promise<unknown>): Promise<{ perSecond: number; cpu: number }> {
  const before = process.cpuUsage()
  const began = performance.now()
  for (let n = 0; n < times; n++) await one(n)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  return { perSecond: times / seconds, cpu: (user + system) / times }
}

export const spread = (values: readonly number[]) => `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`
