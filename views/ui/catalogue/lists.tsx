import { Card } from '#views/ui/card.tsx'
import { Select, TextField } from '#views/ui/field.tsx'
import { ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { CaseStatusBadge, PriorityMark, SeverityBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import type { CaseStatus, Severity } from '#worker/tenant/rules/words.ts'

type Sample = { number: string; title: string; status: CaseStatus; severity: Severity; priority: number; reports: number }

const CASES: Sample[] = [
  {
    number: 'C-1042',
    title: 'Invoices split to stay below approval limit',
    status: 'IN_PROGRESS',
    severity: 'HIGH',
    priority: 2,
    reports: 3,
  },
  { number: 'C-1041', title: 'Gift from a supplier before the tender closed', status: 'OPEN', severity: 'MEDIUM', priority: 3, reports: 1 },
  { number: 'C-1039', title: 'Safety interlock bypassed on line 4', status: 'OPEN', severity: 'CRITICAL', priority: 1, reports: 6 },
  { number: 'C-1033', title: 'Undisclosed outside employment', status: 'CLOSED', severity: 'LOW', priority: 4, reports: 1 },
]

export function Lists({ now }: { now: Date }) {
  return (
    <div class="stack" id="lists">
      <div>
        <Filters action="/dev/looks">
          <TextField id="looks-q" name="q" label="Words" type="search" placeholder="Title or number" />
          <Select id="looks-status" name="status" label="Status" empty="Any" options={[{ value: 'OPEN', label: 'Open' }]} />
          <Select id="looks-severity" name="severity" label="Severity" empty="Any" options={[{ value: 'HIGH', label: 'High' }]} />
        </Filters>
        <Results label="Cases" announce="4 cases">
          <ActiveFilters
            filters={[
              { name: 'Status', value: 'Open', without: '/dev/looks' },
              { name: 'Severity', value: 'High or above', without: '/dev/looks' },
            ]}
            clear="/dev/looks"
          />
          <CaseTable now={now} />
          <Pager showing="Showing 4" older="/dev/looks?after=C-1033" />
        </Results>
      </div>
      <Card id="looks-wide" title="A table that keeps its columns" icon="list" flush>
        <Table
          id="looks-scroll"
          caption="Background jobs"
          narrow="scroll"
          columns={['Job', 'State', 'Attempts', 'Started', 'Last error'].map((name) => ({ name }))}
        >
          {['export-users', 'sync-directory'].map((kind) => (
            <Row id={`job-${kind}`}>
              <NameCell>{kind}</NameCell>
              <Cell>Waiting</Cell>
              <Cell>2 of 5</Cell>
              <Cell nowrap>
                <When at={now} />
              </Cell>
              <Cell quiet nowrap>
                The directory answered too slowly and was asked again
              </Cell>
            </Row>
          ))}
        </Table>
        <Pager id="job-pager" label="Pages of jobs" showing="Showing 2" newer="/dev/looks" older="/dev/looks" />
      </Card>
      <Table
        id="looks-none"
        caption="Investigations"
        columns={[{ name: 'Investigation' }, { name: 'Status' }]}
        isEmpty
        empty={
          <EmptyState title="No investigations" icon="search">
            Nothing matches these filters.
          </EmptyState>
        }
      />
    </div>
  )
}

function CaseTable({ now }: { now: Date }) {
  return (
    <Table
      id="looks-cases"
      caption="Cases, newest first"
      columns={[
        { name: 'Case' },
        { name: 'Status' },
        { name: 'Severity' },
        { name: 'Priority', sort: { href: '/dev/looks?sort=priority', now: 'none' } },
        { name: 'Assignee' },
        { name: 'Reports', align: 'end' },
        { name: 'Created', sort: { href: '/dev/looks?sort=created', now: 'descending' } },
      ]}
    >
      {CASES.map((each) => (
        <Row id={`case-${each.number}`}>
          <NameCell href={`/dev/looks?case=${each.number}`} sub={each.number}>
            {each.title}
          </NameCell>
          <Cell label="Status">
            <CaseStatusBadge status={each.status} />
          </Cell>
          <Cell label="Severity">
            <SeverityBadge severity={each.severity} />
          </Cell>
          <Cell label="Priority">
            <PriorityMark priority={each.priority} />
          </Cell>
          <Cell label="Assignee">
            <Shown value={each.priority === 4 ? null : { hidden: 'personal' }} />
          </Cell>
          <Cell label="Reports" align="end">
            {each.reports}
          </Cell>
          <Cell label="Created" quiet nowrap>
            <When at={now} look="date" />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}
