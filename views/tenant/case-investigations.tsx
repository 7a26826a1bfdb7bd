import { Badge, Count, type Tone } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { inWords } from '#views/ui/status.tsx'
import { When } from '#views/ui/when.tsx'
import { CutShort } from '#views/tenant/cut-short.tsx'
import { Revealable } from '#views/tenant/revealable.tsx'
import type { WholeCase } from '#worker/tenant/queries/cases.ts'

type Investigation = WholeCase['investigations'][number]
type Step = WholeCase['steps'][number]
type Props = {
  investigations: Investigation[]
  steps: Step[]
  most: number
  mostSteps: number
  revealFrom: string | undefined
  zone: string
}

/** What is looked into, step by step. */
export function CaseInvestigations({ investigations, steps, most, mostSteps, revealFrom, zone }: Props) {
  return (
    <Card id="investigations" title="Investigations" icon="search" mark={<Count of={investigations.length} />} flush>
      {investigations.length === 0 ? <p class="card-note quiet">Nothing is being investigated in this case.</p> : null}
      {investigations.map((investigation) => (
        <OneInvestigation
          investigation={investigation}
          steps={steps.filter((step) => step.investigationId === investigation.id)}
          revealFrom={revealFrom}
          zone={zone}
        />
      ))}
      <CutShort shown={investigations.length} most={most} what="the first investigations" />
      <CutShort shown={steps.length} most={mostSteps} what="the first steps" />
    </Card>
  )
}

const TONES: Record<Investigation['status'], Tone> = { PLANNED: 'neutral', ACTIVE: 'info', CLOSED: 'good' }

type One = { investigation: Investigation; steps: Step[]; revealFrom: string | undefined; zone: string }

function OneInvestigation({ investigation, steps, revealFrom, zone }: One) {
  const done = steps.filter((step) => step.doneAt !== null).length
  return (
    <article class="investigation" id={investigation.id}>
      <header class="investigation-head">
        <h3>{investigation.title}</h3>
        <Badge tone={TONES[investigation.status]} dot>
          {inWords(investigation.status)}
        </Badge>
        <span class="investigation-done">{steps.length === 0 ? 'No steps yet' : `${done} of ${steps.length} steps done`}</span>
      </header>
      <p class="investigation-facts">
        {investigation.assignee === null ? (
          'Nobody leads it yet'
        ) : (
          <>
            Led by <Shown value={investigation.assignee} />
          </>
        )}
        {investigation.startedAt === null ? ', not started' : null}
        {investigation.startedAt === null ? null : (
          <>
            , since <When at={investigation.startedAt} zone={zone} look="date" />
          </>
        )}
        {investigation.closedAt === null ? null : (
          <>
            , closed on <When at={investigation.closedAt} zone={zone} look="date" />
          </>
        )}
      </p>
      {steps.length === 0 ? null : (
        <ol class="steps">
          {steps.map((step) => (
            <OneStep step={step} revealFrom={revealFrom} zone={zone} />
          ))}
        </ol>
      )}
    </article>
  )
}

function OneStep({ step, revealFrom, zone }: { step: Step; revealFrom: string | undefined; zone: string }) {
  const done = step.doneAt !== null
  return (
    <li class={done ? 'step step-done' : 'step'} id={step.id}>
      <Icon name={done ? 'check-circle' : 'dot'} size="small" label={done ? 'Done' : 'Not done'} />
      <span class="step-title">{step.title}</span>
      {step.doneAt === null ? null : (
        <span class="step-when">
          <When at={step.doneAt} zone={zone} look="date" />
        </span>
      )}
      {step.finding === null ? null : (
        <span class="step-finding">
          Finding <Revealable value={step.finding} record={step.id} field="finding" from={revealFrom} />
        </span>
      )}
    </li>
  )
}
