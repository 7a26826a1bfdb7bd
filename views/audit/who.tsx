import { Badge, type Tone } from '#views/ui/badge.tsx'
import type { IconName } from '#views/ui/icon.tsx'
import type { Outcome } from '#worker/audit/rules/acts.ts'
import { nameOf } from '#worker/audit/rules/export-table.ts'

export function Who({ act, operatorId }: { act: { operatorId: string; operatorName: string | null }; operatorId?: string | undefined }) {
  return <>{act.operatorId === operatorId ? 'You' : nameOf(act)}</>
}

const OUTCOME: Record<Outcome, { word: string; tone: Tone; icon?: IconName }> = {
  done: { word: 'Done', tone: 'good', icon: 'check' },
  partly: { word: 'Partly done', tone: 'info', icon: 'minus' },
  refused: { word: 'Refused', tone: 'warn', icon: 'lock' },
  not_found: { word: 'Not found', tone: 'warn', icon: 'search' },
  read: { word: 'Read', tone: 'neutral', icon: 'eye' },
}

export function TrailOutcome({ outcome }: { outcome: Outcome }) {
  const { word, tone, icon } = OUTCOME[outcome]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

export const outcomeWord = (outcome: Outcome) => OUTCOME[outcome].word

/** How the icon of a timeline is coloured: what was not found was not given. */
export const toneOf = (outcome: Outcome): 'done' | 'refused' => (outcome === 'refused' || outcome === 'not_found' ? 'refused' : 'done')
