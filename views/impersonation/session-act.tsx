import type { Fact } from '#views/ui/card.tsx'
import type { IconName } from '#views/ui/icon.tsx'
import type { TimelineAct } from '#views/ui/timeline.tsx'
import { factsInWords } from '#views/impersonation/act-facts.tsx'
import { nameOf } from '#worker/audit/rules/export-table.ts'
import { actHref } from '#worker/audit/rules/place.ts'
import type { Timeline } from '#worker/impersonation/queries/sessions.ts'

type Act = Timeline['acts'][number]

const ICONS: [start: string, icon: IconName][] = [
  ['impersonation:start', 'play'],
  ['impersonation:extend', 'clock'],
  ['impersonation:end', 'stop'],
  ['impersonation:kill', 'stop'],
  ['impersonation:note', 'note'],
  ['impersonation:stolen', 'alert'],
  ['review:', 'shield'],
  ['field:reveal', 'eye'],
  ['reveals:', 'eye'],
  ['file:seal', 'download'],
  ['case:list', 'list'],
  ['case:', 'briefcase'],
  ['riu:list', 'inbox'],
  ['riu:', 'file'],
  ['tenant_user:list', 'users'],
  ['tenant_user:', 'user'],
  ['ticket:', 'ticket'],
  ['trail:', 'history'],
  ['door:', 'lock'],
]

/** A reading that happened and a change that partly took place are done; what was not found was not given. */
const OUTCOMES: Record<Act['outcome'], 'done' | 'refused'> = {
  read: 'done',
  done: 'done',
  partly: 'done',
  refused: 'refused',
  not_found: 'refused',
}

export const iconOf = (act: string): IconName => ICONS.find(([start]) => act.startsWith(start))?.[1] ?? 'dot'

/** A row of the trail as an item of the timeline. */
export function timelineAct(act: Act, session: { operatorId: string }, zone: string): TimelineAct {
  const facts: Fact[] = factsInWords(act, zone)
  if (act.outcome === 'partly') facts.unshift({ name: 'Outcome', value: 'Only a part of it took place' })
  if (act.operatorId !== session.operatorId) facts.unshift({ name: 'By', value: nameOf(act) })
  return {
    id: `act-${act.seq}`,
    icon: iconOf(act.act),
    sentence: <a href={actHref(act)}>{act.sentence}</a>,
    at: act.at,
    outcome: OUTCOMES[act.outcome],
    facts,
    // An act about the session itself names only the session, which is this page.
    ids: act.entityType === 'impersonation' || act.entityType === 'session_review' ? [] : act.entityIds,
    more: act.reason === null ? undefined : <p class="act-reason">{act.reason}</p>,
  }
}

/** How many different records were shown in these acts. */
export function recordsSeen(acts: Act[]): number {
  return new Set(acts.filter((act) => act.outcome === 'read' && !act.act.startsWith('trail:')).flatMap((act) => act.entityIds)).size
}
