import { Badge } from '#views/ui/badge.tsx'
import { Select, TextField } from '#views/ui/field.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords, RiuStatusBadge, SeverityBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { LANGUAGE_NAMES, REPORT_TYPE_NAMES } from '#views/tenant/words.ts'
import { type Turns, WorkList } from '#views/tenant/work-list.tsx'
import type { ExportBarrier } from '#worker/tenant/policy.ts'
import type { ListedReport } from '#worker/tenant/queries/reports.ts'
import { caseLabel, reportLabel } from '#worker/tenant/rules/numbers.ts'
import type { ReportFilter } from '#worker/tenant/rules/report-filter.ts'
import { RIU_STATUSES, RIU_TYPES } from '#worker/tenant/rules/words.ts'

type ReportListProps = {
  rows: ListedReport[]
  filter: ReportFilter
  turns: Turns
  exportBarrier: ExportBarrier | null
  zone: string
  now: Date
}

/** Incoming reports, newest first. What they say is not in the list. */
export function ReportList({ rows, filter, turns, exportBarrier, zone, now }: ReportListProps) {
  const { status, type, number } = filter
  return (
    <WorkList
      room="reports"
      title="Reports"
      sub="Newest first. What a report says is not shown in the list."
      path="/workspace/reports"
      exportBarrier={exportBarrier}
      turns={turns}
      count={rows.length}
      narrowed={[
        { name: 'Number', param: 'number', value: number, word: number === undefined ? undefined : reportLabel(number) },
        { name: 'Status', param: 'status', value: status, word: status && inWords(status) },
        { name: 'Came as', param: 'type', value: type, word: type && REPORT_TYPE_NAMES[type] },
      ]}
      fields={
        <>
          <TextField id="number" type="search" label="Number" placeholder="R-2203" value={number?.toString()} maxLength={12} />
          <Select
            id="status"
            label="Status"
            empty="Any"
            value={status}
            options={RIU_STATUSES.map((value) => ({ value, label: inWords(value) }))}
          />
          <Select
            id="type"
            label="Came as"
            empty="Any"
            value={type}
            options={RIU_TYPES.map((value) => ({ value, label: REPORT_TYPE_NAMES[value] }))}
          />
        </>
      }
    >
      <Table
        id="reports"
        caption="Reports, newest first"
        columns={[
          { name: 'Report' },
          { name: 'Status' },
          { name: 'Severity' },
          { name: 'Came as' },
          { name: 'Language' },
          { name: 'Reporter' },
          { name: 'Case' },
          { name: 'Received' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="inbox" title="No reports">
            None matches, or none may be seen in this view.
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <ReportRow row={row} zone={zone} now={now} />
        ))}
      </Table>
    </WorkList>
  )
}

function ReportRow({ row, zone, now }: { row: ListedReport; zone: string; now: Date }) {
  return (
    <Row>
      <NameCell href={`/workspace/reports/${row.id}`} sub={inWords(row.category)}>
        {reportLabel(row.number)}
      </NameCell>
      <Cell label="Status">
        <RiuStatusBadge status={row.status} />
      </Cell>
      <Cell label="Severity">
        <SeverityBadge severity={row.severity} />
      </Cell>
      <Cell label="Came as">{REPORT_TYPE_NAMES[row.type]}</Cell>
      <Cell label="Language">{LANGUAGE_NAMES[row.language]}</Cell>
      <Cell label="Reporter">{row.anonymous ? <Badge icon="eye-off">Anonymous</Badge> : 'Named'}</Cell>
      <Cell label="Case" nowrap>
        {row.caseId === null || row.caseNumber === null ? (
          <None />
        ) : (
          <a href={`/workspace/cases/${row.caseId}`}>{caseLabel(row.caseNumber)}</a>
        )}
      </Cell>
      <Cell label="Received" quiet nowrap>
        <When at={row.createdAt} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}
