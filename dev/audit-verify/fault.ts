/** What can be wrong with an export. Several at once are all listed; the exit code is that of the most telling, which stands first. */
export const KINDS = {
  altered: { exit: 1, says: 'altered' },
  order: { exit: 3, says: 'gap or reorder' },
  truncated: { exit: 2, says: 'truncated' },
  file: { exit: 1, says: 'altered' },
  key: { exit: 4, says: 'unknown key' },
} as const
export type FaultKind = keyof typeof KINDS

/** `seq` is the first bad row, or the number of a checkpoint where `chain` is missing. */
export type Fault = { kind: FaultKind; chain?: string; seq?: number; checkpoint?: number; because: string }

/** The first so many of a kind are kept in words; the rest are counted. */
const MOST_TOLD = 100

export class Faults {
  readonly told: Fault[] = []
  readonly counts = new Map<FaultKind, number>()

  add(fault: Fault) {
    const count = (this.counts.get(fault.kind) ?? 0) + 1
    this.counts.set(fault.kind, count)
    if (count <= MOST_TOLD) this.told.push(fault)
  }

  /** The most telling kind first; within a kind as they were found. */
  inOrder(): Fault[] {
    const rank = Object.keys(KINDS)
    return this.told.toSorted((a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind))
  }

  exit(): number {
    const [first] = this.inOrder()
    return first ? KINDS[first.kind].exit : 0
  }
}
