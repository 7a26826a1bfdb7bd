import { History } from '#views/audit/history.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { Card, Columns, Facts, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { isHidden, Shown } from '#views/ui/masked.tsx'
import { inWords, RiuStatusBadge, SeverityBadge } from '#views/ui/status.tsx'
import { Id } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { Revealable } from '#views/tenant/revealable.tsx'
import { LANGUAGE_NAMES, REPORT_TYPE_NAMES } from '#views/tenant/words.ts'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import type { WholeReport } from '#worker/tenant/queries/reports.ts'
import { caseLabel, reportLabel } from '#worker/tenant/rules/numbers.ts'

type ReportPageProps = { report: WholeReport; revealFrom: string | undefined; tenantId: string | undefined; zone: string; now: Date }

/** One incoming report: how it came, where it went. What it says stays a bar until somebody reveals it for a reason. */
export function ReportPage({ report, revealFrom, tenantId, zone, now }: ReportPageProps) {
  return (
    <>
      <WorkspaceTabs current="reports" />
      <PageHead
        title={inWords(report.category)}
        number={reportLabel(report.number)}
        marks={
          <>
            <RiuStatusBadge status={report.status} />
            <SeverityBadge severity={report.severity} />
            {report.anonymous ? <Badge icon="eye-off">Anonymous</Badge> : null}
          </>
        }
        sub={
          <>
            {REPORT_TYPE_NAMES[report.type]}, received <When at={report.createdAt} zone={zone} look="relative" now={now} />
          </>
        }
      />
      <Columns look="main-side">
        <Stack>
          <Card id="narrative" title="What was reported" icon="file">
            <Revealable value={report.narrative} record={report.id} field="narrative" from={revealFrom} look="text" />
            {isHidden(report.narrative) ? (
              <p class="quiet">
                These are somebody’s own words, told in confidence. They stay hidden from support: the facts beside are often enough.
                Whoever reveals them says why, and it is on the record.
              </p>
            ) : null}
          </Card>
          <History of={report.id} tenantId={tenantId} what="report" />
        </Stack>
        <Card id="facts" title="About this report" icon="info">
          <Facts look="rows" facts={factsOf(report, zone)} />
        </Card>
      </Columns>
    </>
  )
}

function factsOf(report: WholeReport, zone: string) {
  return [
    { name: 'Id', value: <Id copy={report.id}>{report.id}</Id> },
    { name: 'Came as', value: REPORT_TYPE_NAMES[report.type] },
    { name: 'Language', value: LANGUAGE_NAMES[report.language] },
    {
      name: 'Reporter',
      value: (
        <span class="sealed">
          <Icon name="lock" size="small" /> Sealed{report.anonymous ? ' (anonymous)' : ''}
        </span>
      ),
    },
    {
      name: 'Case',
      value:
        report.caseId === null || report.caseNumber === null ? (
          'Not linked to a case'
        ) : (
          <a href={`/workspace/cases/${report.caseId}`}>
            {caseLabel(report.caseNumber)} <Shown value={report.caseTitle} />
          </a>
        ),
    },
    { name: 'Received', value: <When at={report.createdAt} zone={zone} /> },
    { name: 'Last change', value: <When at={report.updatedAt} zone={zone} /> },
  ]
}
