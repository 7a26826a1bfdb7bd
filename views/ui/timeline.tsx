import type { Child } from 'hono/jsx'
import { type Fact, Facts } from '#views/ui/card.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { OutcomeBadge } from '#views/ui/status.tsx'
import { Id } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'

export type TimelineAct = {
  id: string
  icon: IconName
  /** The sentence of the trail: who did what, in plain English. */
  sentence: Child
  at: Date
  /** Shown when it is not plainly `done`, or when `always`. */
  outcome?: 'done' | 'refused' | 'failed' | undefined
  facts?: Fact[] | undefined
  ids?: string[] | undefined
  /** A difference, a note, whatever belongs to this act. */
  more?: Child | undefined
}

const IDS_IN_SIGHT = 6

/** Acts in their order, each with its sentence, time and facts. */
export function Timeline({ acts, zone, label }: { acts: TimelineAct[]; zone?: string | undefined; label: string }) {
  return (
    <ol class="timeline" aria-label={label}>
      {acts.map((act) => (
        <TimelineItem act={act} zone={zone} />
      ))}
    </ol>
  )
}

export function TimelineItem({ act, zone }: { act: TimelineAct; zone?: string | undefined }) {
  const ids = act.ids ?? []
  return (
    <li class={`act act-${act.outcome ?? 'done'}`} id={act.id}>
      <span class="act-icon">
        <Icon name={act.icon} size="small" />
      </span>
      <div class="act-body">
        <div class="act-line">
          <p class="act-sentence">{act.sentence}</p>
          {act.outcome === undefined || act.outcome === 'done' ? null : <OutcomeBadge outcome={act.outcome} />}
          <span class="act-when">
            <When at={act.at} zone={zone} />
          </span>
        </div>
        {act.facts === undefined || act.facts.length === 0 ? null : <Facts facts={act.facts} look="rows" />}
        {ids.length === 0 ? null : <Ids ids={ids} />}
        {act.more}
      </div>
    </li>
  )
}

/** A list reading can touch fifty records: the first few in sight, the rest one step away. */
function Ids({ ids }: { ids: string[] }) {
  const rest = ids.slice(IDS_IN_SIGHT)
  return (
    <div class="act-ids">
      {ids.slice(0, IDS_IN_SIGHT).map((id) => (
        <Id>{id}</Id>
      ))}
      {rest.length === 0 ? null : (
        <details class="act-more">
          <summary>{rest.length} more</summary>
          <div class="act-ids">
            {rest.map((id) => (
              <Id>{id}</Id>
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

/** What a change made of a field: before and after, each as this reader may see it. */
export function Difference({ name, before, after }: { name: string; before: Child; after: Child }) {
  return (
    <div class="diff">
      <span class="diff-name">{name}</span>
      <del class="diff-before">
        <span class="unseen">before: </span>
        {before}
      </del>
      <Icon name="arrow-right" size="small" />
      <ins class="diff-after">
        <span class="unseen">after: </span>
        {after}
      </ins>
    </div>
  )
}
