import { Select, TextField } from '#views/ui/field.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { CaseStatusBadge, inWords, PriorityMark, SeverityBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { type Turns, WorkList } from '#views/tenant/work-list.tsx'
import type { ExportBarrier } from '#worker/tenant/policy.ts'
import type { ListedCase } from '#worker/tenant/queries/cases.ts'
import type { CaseFilter } from '#worker/tenant/rules/case-filter.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'
import { CASE_STATUSES, PRIORITIES, SEVERITIES } from '#worker/tenant/rules/words.ts'

type CaseListProps = { rows: ListedCase[]; filter: CaseFilter; turns: Turns; exportBarrier: ExportBarrier | null; zone: string; now: Date }

const worded = (codes: readonly string[]) => codes.map((value) => ({ value, label: inWords(value) }))

/** The tenant's cases, newest first. */
export function CaseList({ rows, filter, turns, exportBarrier, zone, now }: CaseListProps) {
  const { status, severity, priority, number } = filter
  return (
    <WorkList
      room="cases"
      title="Cases"
      sub="Newest first. Opening this list is on the record, as is every case you read."
      path="/workspace/cases"
      exportBarrier={exportBarrier}
      turns={turns}
      count={rows.length}
      narrowed={[
        { name: 'Number', param: 'number', value: number, word: number === undefined ? undefined : caseLabel(number) },
        { name: 'Status', param: 'status', value: status, word: status && inWords(status) },
        { name: 'Severity', param: 'severity', value: severity, word: severity && inWords(severity) },
        { name: 'Priority', param: 'priority', value: priority, word: priority === undefined ? undefined : `P${priority}` },
      ]}
      fields={
        <>
          <TextField id="number" type="search" label="Number" placeholder="C-1042" value={number?.toString()} maxLength={12} />
          <Select id="status" label="Status" empty="Any" value={status} options={worded(CASE_STATUSES)} />
          <Select id="severity" label="Severity" empty="Any" value={severity} options={worded(SEVERITIES)} />
          <Select
            id="priority"
            label="Priority"
            empty="Any"
            value={priority?.toString()}
            options={PRIORITIES.map((each) => ({ value: String(each), label: `P${each}` }))}
          />
        </>
      }
    >
      <Table
        id="cases"
        caption="Cases, newest first"
        columns={[
          { name: 'Case' },
          { name: 'Status' },
          { name: 'Severity' },
          { name: 'Priority' },
          { name: 'Assigned to' },
          { name: 'Reports', align: 'end' },
          { name: 'Notes', align: 'end' },
          { name: 'Opened' },
          { name: 'Last change' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="briefcase" title="No cases">
            None matches, or none may be seen in this view.
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <CaseRow row={row} zone={zone} now={now} />
        ))}
      </Table>
    </WorkList>
  )
}

function CaseRow({ row, zone, now }: { row: ListedCase; zone: string; now: Date }) {
  return (
    <Row>
      <NameCell href={`/workspace/cases/${row.id}`} sub={`${caseLabel(row.number)} · ${inWords(row.category)}`}>
        {row.title}
      </NameCell>
      <Cell label="Status">
        <CaseStatusBadge status={row.status} />
      </Cell>
      <Cell label="Severity">
        <SeverityBadge severity={row.severity} />
      </Cell>
      <Cell label="Priority">
        <PriorityMark priority={row.priority} />
      </Cell>
      <Cell label="Assigned to">
        <Shown value={row.assignee} />
      </Cell>
      <Cell label="Reports" align="end">
        {row.reports}
      </Cell>
      <Cell label="Notes" align="end">
        {row.notes}
      </Cell>
      <Cell label="Opened" quiet nowrap>
        <When at={row.createdAt} zone={zone} look="date" />
      </Cell>
      <Cell label="Last change" quiet nowrap>
        <When at={row.updatedAt} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}
