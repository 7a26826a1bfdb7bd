/** What one client of somebody went through, in order. `gap`: it was told that something may be missing. */
export type Entry = { what: 'told'; stream: string; n: number } | { what: 'gap' } | { what: 'back' } | { what: 'out'; why: string }

/** What was said to somebody under one name: 1, 2, 3 and so on, each after the one before was answered. */
export type Sent = { stream: string; count: number; acked: number }

export const FAULTS = ['duplicate', 'disorder', 'silent gap', 'foreign', 'shown out', 'not told the last'] as const
export type Fault = (typeof FAULTS)[number]
export type Verdict = { delivered: number; back: number; announced: number; faults: Record<Fault, number>; first: string | null }

/** Whether a client heard everything that was said to its person once and in order, but for what it was told may be missing. */
export function verdictOf(history: readonly Entry[], sent: readonly Sent[]): Verdict {
  const faults = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>
  const verdict: Verdict = { delivered: 0, back: 0, announced: 0, faults, first: null }
  const streams = new Map(sent.map(({ stream, count }) => [stream, { count, last: 0, isAnnounced: false, told: new Set<number>() }]))
  const fault = (kind: Fault, about: string) => {
    faults[kind] += 1
    verdict.first ??= `${kind}: ${about}`
  }
  for (const entry of history) {
    if (entry.what === 'back') verdict.back += 1
    if (entry.what === 'out') fault('shown out', entry.why)
    if (entry.what === 'gap') for (const each of streams.values()) each.isAnnounced = true
    if (entry.what !== 'told') continue
    const { stream, n } = entry
    const its = streams.get(stream)
    if (its === undefined || n > its.count) {
      fault('foreign', `${stream} ${n}`)
      continue
    }
    verdict.delivered += 1
    if (its.told.has(n)) fault('duplicate', `${stream} ${n}`)
    else if (n < its.last) fault('disorder', `${stream} ${n} after ${its.last}`)
    else if (n > its.last + 1) {
      if (its.isAnnounced) verdict.announced += n - its.last - 1
      else fault('silent gap', `${stream} ${its.last} to ${n}`)
    }
    its.told.add(n)
    its.last = Math.max(its.last, n)
    its.isAnnounced = false
  }
  for (const { stream, acked } of sent)
    if (acked > 0 && streams.get(stream)!.last < acked) fault('not told the last', `${stream} ${streams.get(stream)!.last} of ${acked}`)
  return verdict
}
