import { Figure, Stack } from '#views/ui/card.tsx'
import { Select } from '#views/ui/field.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { EmptyState, Notice } from '#views/ui/notice.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { StateBadge } from '#views/jobs/state.tsx'
import { active, type Narrowed, type Turns } from '#views/tenant/work-list.tsx'
import type { JobFilter, ListedJob } from '#worker/jobs/queries/portal-jobs.ts'
import { codeSays, JOB_NAMES, purposeOf } from '#worker/jobs/rules/names.ts'
import { COUNTED, JOB_KINDS, JOB_STATES, type JobState } from '#worker/jobs/rules/words.ts'

type JobListProps = {
  rows: ListedJob[]
  counts: { state: JobState; jobs: number }[]
  lateEvents: number
  filter: JobFilter
  turns: Turns
  zone: string
  now: Date
}

const PATH = '/portal-jobs'
/** What one looks at first; the rest is in the filter. */
const FIGURES: JobState[] = ['discarded', 'retryable', 'running', 'available', 'scheduled', 'completed']

const counted = (jobs: number) => (jobs > COUNTED ? `${COUNTED.toLocaleString('en')}+` : jobs.toLocaleString('en'))

export function JobList({ rows, counts, lateEvents, filter, turns, zone, now }: JobListProps) {
  const narrowed: Narrowed[] = [
    { name: 'State', param: 'state', value: filter.state, word: filter.state && inWords(filter.state) },
    { name: 'Kind', param: 'kind', value: filter.kind, word: filter.kind && JOB_NAMES[filter.kind] },
  ]
  const isNarrowed = narrowed.some(({ value }) => value !== undefined)
  const countOf = (state: JobState) => counts.find((each) => each.state === state)?.jobs ?? 0
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Portal jobs"
        sub="What the portal does by itself: notifications, letters, webhooks, checkpoints of the trail, housekeeping."
      />
      {lateEvents === 0 ? null : (
        <Notice tone="warn" title="Events are waiting" id="late-events">
          {lateEvents === 1 ? 'One event has' : `${lateEvents.toLocaleString('en')} events have`} waited for more than five minutes to be
          told. The minute cron seems not to run: look at its log.
        </Notice>
      )}
      <Stack>
        <div class="figures">
          {FIGURES.map((state) => (
            <Figure name={inWords(state)} value={counted(countOf(state))} href={`${PATH}?state=${state}`} />
          ))}
        </div>
        <Filters action={PATH} label="Filter the jobs">
          <Select
            id="state"
            label="State"
            empty="Any"
            value={filter.state}
            options={JOB_STATES.map((value) => ({ value, label: inWords(value) }))}
          />
          <Select
            id="kind"
            label="Kind"
            empty="Any"
            value={filter.kind}
            options={JOB_KINDS.map((value) => ({ value, label: JOB_NAMES[value] }))}
          />
        </Filters>
      </Stack>
      <Results label="Jobs" announce={`${rows.length === 0 ? 'No' : rows.length} jobs`}>
        <ActiveFilters filters={active(PATH, narrowed)} clear={PATH} />
        <Table
          id="jobs"
          caption="Background jobs of the portal, the latest first"
          columns={[
            { name: 'Job' },
            { name: 'State' },
            { name: 'Attempts' },
            { name: 'Last error' },
            { name: 'Next run' },
            { name: 'Put in' },
          ]}
          isEmpty={rows.length === 0}
          empty={
            <EmptyState icon="gear" title={isNarrowed ? 'No job matches' : 'No jobs'}>
              {isNarrowed ? 'Try another state or kind.' : 'Nothing was put in yet. Housekeeping comes once an hour.'}
            </EmptyState>
          }
        >
          {rows.map((row) => (
            <JobRow row={row} zone={zone} now={now} />
          ))}
        </Table>
        {rows.length === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${rows.length}`} />
        )}
      </Results>
    </div>
  )
}

const WAITING: readonly JobState[] = ['scheduled', 'available', 'retryable']

function JobRow({ row, zone, now }: { row: ListedJob; zone: string; now: Date }) {
  return (
    <Row id={row.id}>
      <NameCell href={`${PATH}/${row.id}`} sub={purposeOf(row.kind, row.args)}>
        {JOB_NAMES[row.kind]}
      </NameCell>
      <Cell label="State">
        <StateBadge state={row.state} />
      </Cell>
      <Cell label="Attempts" nowrap>{`${row.attempts} of ${row.maxAttempts}`}</Cell>
      <Cell label="Last error" quiet>
        {row.lastError === null ? <None /> : codeSays(row.lastError)}
      </Cell>
      <Cell label="Next run" quiet nowrap>
        {WAITING.includes(row.state) ? <When at={row.runAt} zone={zone} look="relative" now={now} /> : <None />}
      </Cell>
      <Cell label="Put in" quiet nowrap>
        <When at={row.createdAt} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}
