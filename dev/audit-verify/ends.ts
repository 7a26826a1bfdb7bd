import type { Anchor } from './checkpoints.ts'
import type { Faults } from './fault.ts'
import type { Manifest } from './pack.ts'
import type { Chain } from './rows.ts'

/** What is missing at an end: rows that a checkpoint or the manifest says were there. A range of days is held to the checkpoints of those
 *  days; without a manifest, every checkpoint counts. */
export function judgeEnds(
  chains: ReadonlyMap<string, Chain>,
  anchors: ReadonlyMap<string, Anchor[]>,
  manifest: Manifest | undefined,
  faults: Faults,
) {
  const told = new Set<string>()
  const missing = (chain: string, seq: number, because: string) => {
    if (!told.has(chain)) faults.add({ kind: 'truncated', chain, seq, because })
    told.add(chain)
  }
  for (const [chain, all] of anchors) {
    const state = chains.get(chain)
    const owed = all.findLast(({ at, since }) => isOwed({ chain, at, since }, state, manifest))
    if (owed === undefined || owed.seq <= (state?.seq ?? 0)) continue
    const from = state ? state.seq + 1 : (all.findLast(({ seq }) => seq < owed.seq)?.seq ?? 0) + 1
    missing(chain, from, `rows ${from} to ${owed.seq} are missing: checkpoint ${owed.checkpoint} signed row ${owed.seq}`)
  }
  if (manifest === undefined) return
  for (const { chain, from, to } of manifest.chains) {
    const state = chains.get(chain)
    if (state === undefined) missing(chain, from, `rows ${from} to ${to} are missing: the manifest lists them`)
    else if (state.seq < to) missing(chain, state.seq + 1, `rows ${state.seq + 1} to ${to} are missing: the manifest lists them`)
    else if (state.first > from) missing(chain, from, `rows ${from} to ${state.first - 1} are missing: the manifest lists them`)
  }
  const listed = new Set(manifest.chains.map(({ chain }) => chain))
  for (const [chain, { first }] of chains) {
    if (!listed.has(chain)) faults.add({ kind: 'altered', chain, seq: first, because: 'the manifest lists no such chain' })
  }
}

/** An act that was committed while a checkpoint was made stands in the next one, though its time is before the first, in ms. */
const EDGE = 60_000

/** Of a chain that is there, everything that was signed until the end of the range; of one that is not, what moved within it. */
function isOwed(
  { chain, at, since }: { chain: string } & Pick<Anchor, 'at' | 'since'>,
  state: Chain | undefined,
  manifest: Manifest | undefined,
) {
  if (manifest === undefined) return true
  if (manifest.tenant !== null && chain !== `tenant:${manifest.tenant}`) return false
  if (Date.parse(at) > Date.parse(manifest.to)) return false
  return state !== undefined || (since !== undefined && Date.parse(since) >= Date.parse(manifest.from) + EDGE)
}
