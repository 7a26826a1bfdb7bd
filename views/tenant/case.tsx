import type { Child } from 'hono/jsx'
import { History } from '#views/audit/history.tsx'
import { Card, Columns, Facts, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { CaseStatusBadge, inWords, PriorityMark, SeverityBadge } from '#views/ui/status.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { CaseInvestigations } from '#views/tenant/case-investigations.tsx'
import { CaseNotes } from '#views/tenant/case-notes.tsx'
import { CasePeople } from '#views/tenant/case-people.tsx'
import { NewNote } from '#views/tenant/new-note.tsx'
import { CaseReports } from '#views/tenant/case-reports.tsx'
import { CaseChanges, NotChanged, type SentChange } from '#views/tenant/changes.tsx'
import { Stale } from '#views/tenant/stale.tsx'
import { UserLink } from '#views/tenant/user-link.tsx'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import type { AnswerShown } from '#worker/ai/rules/answer.ts'
import type { MOST, WholeCase } from '#worker/tenant/queries/cases.ts'
import type { Writer } from '#worker/tenant/policy.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'

type CasePageProps = WholeCase & {
  writer: Writer
  revealFrom: string | undefined
  sent: SentChange | undefined
  csrf: string
  formKey: string
  tenantId: string | undefined
  /** Where a model is asked about it. */
  ask: Child
  /** The answer that a note begins as. */
  draft: AnswerShown | undefined
  operatorId: string
  zone: string
  now: Date
}

/** Where the query cuts its lists; a different number there does not compile here. */
const CUT: typeof MOST = { reports: 50, investigations: 20, steps: 200, people: 100, notes: 100, assignable: 100 }

/** A case with all that hangs on it. */
export function CasePage(props: CasePageProps) {
  const {
    case: whole,
    reports,
    investigations,
    steps,
    people,
    notes,
    assignable,
    revealFrom,
    sent,
    tenantId,
    ask,
    draft,
    zone,
    now,
  } = props
  const { writer, operatorId, csrf, formKey } = props
  return (
    <>
      <WorkspaceTabs current="cases" />
      <PageHead
        title={whole.title}
        number={caseLabel(whole.number)}
        marks={
          <>
            <CaseStatusBadge status={whole.status} />
            <SeverityBadge severity={whole.severity} />
            <PriorityMark priority={whole.priority} />
          </>
        }
        sub={
          <>
            {inWords(whole.category)}, opened <When at={whole.createdAt} zone={zone} look="relative" now={now} />
          </>
        }
      />
      <Stale id={whole.id} version={whole.version} />
      <NotChanged sent={sent} writing="case" />
      <Columns look="main-side">
        <Stack>
          <CaseReports reports={reports} most={CUT.reports} zone={zone} />
          <CaseInvestigations
            investigations={investigations}
            steps={steps}
            most={CUT.investigations}
            mostSteps={CUT.steps}
            revealFrom={revealFrom}
            zone={zone}
          />
          <CaseNotes
            notes={notes}
            most={CUT.notes}
            revealFrom={revealFrom}
            operatorId={operatorId}
            writing={<NewNote caseId={whole.id} writer={writer} draft={draft} sent={sent} csrf={csrf} formKey={formKey} />}
            zone={zone}
          />
          <History of={whole.id} tenantId={tenantId} what="case" />
        </Stack>
        <Stack>
          <Card id="facts" title="About this case" icon="info">
            <Facts look="rows" facts={factsOf(whole, zone, now)} />
          </Card>
          <CaseChanges whole={whole} assignable={assignable} writer={writer} sent={sent} csrf={csrf} formKey={formKey} />
          <CasePeople people={people} most={CUT.people} revealFrom={revealFrom} />
          {ask}
        </Stack>
      </Columns>
    </>
  )
}

function factsOf(whole: WholeCase['case'], zone: string, now: Date) {
  return [
    { name: 'Id', value: <Id copy={whole.id}>{whole.id}</Id> },
    {
      name: 'Assigned to',
      value: whole.assigneeId === null ? 'Nobody' : <UserLink id={whole.assigneeId} name={whole.assignee} />,
    },
    { name: 'Category', value: inWords(whole.category) },
    { name: 'Due', value: whole.dueAt === null ? <None /> : <When at={whole.dueAt} zone={zone} look="date" /> },
    { name: 'Opened', value: <When at={whole.createdAt} zone={zone} /> },
    { name: 'Last change', value: <When at={whole.updatedAt} zone={zone} look="relative" now={now} /> },
    ...(whole.closedAt === null ? [] : [{ name: 'Closed', value: <When at={whole.closedAt} zone={zone} /> }]),
    ...(whole.outcome === null ? [] : [{ name: 'Outcome', value: inWords(whole.outcome) }]),
  ]
}
