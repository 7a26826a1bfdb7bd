import { Badge, Count } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { RiuStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { CutShort } from '#views/tenant/cut-short.tsx'
import { LANGUAGE_NAMES, REPORT_TYPE_NAMES } from '#views/tenant/words.ts'
import type { WholeCase } from '#worker/tenant/queries/cases.ts'
import { reportLabel } from '#worker/tenant/rules/numbers.ts'

/** The reports that a case was opened for, the oldest first. */
export function CaseReports({ reports, most, zone }: { reports: WholeCase['reports']; most: number; zone: string }) {
  return (
    <Card id="reports" title="Reports" icon="inbox" mark={<Count of={reports.length} />} flush>
      <Table
        id="report-list"
        caption="Reports of this case, the oldest first"
        columns={[
          { name: 'Report' },
          { name: 'Status' },
          { name: 'Came as' },
          { name: 'Language' },
          { name: 'Reporter' },
          { name: 'Received' },
        ]}
        isEmpty={reports.length === 0}
        empty="No report is linked to this case."
      >
        {reports.map((report) => (
          <Row id={report.id}>
            <NameCell href={`/workspace/reports/${report.id}`}>{reportLabel(report.number)}</NameCell>
            <Cell label="Status">
              <RiuStatusBadge status={report.status} />
            </Cell>
            <Cell label="Came as">{REPORT_TYPE_NAMES[report.type]}</Cell>
            <Cell label="Language">{LANGUAGE_NAMES[report.language]}</Cell>
            <Cell label="Reporter">{report.anonymous ? <Badge icon="eye-off">Anonymous</Badge> : 'Named'}</Cell>
            <Cell label="Received" quiet nowrap>
              <When at={report.createdAt} zone={zone} look="date" />
            </Cell>
          </Row>
        ))}
      </Table>
      <CutShort shown={reports.length} most={most} what="the first reports" />
    </Card>
  )
}
