import { Blocked, Button } from '#views/ui/button.tsx'
import { Select } from '#views/ui/field.tsx'
import { Form } from '#views/ui/form.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords, JobStateBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { HeadProps } from '#views/support/tenant-head.tsx'
import { chosen, TenantList } from '#views/support/tenant-list.tsx'
import type { Narrowed, Turns } from '#views/tenant/work-list.tsx'
import type { JobFilter, ListedJob } from '#worker/support/queries/tenant-jobs.ts'
import { JOB_KIND_NAMES, mayRetry } from '#worker/support/rules/jobs.ts'
import { TENANT_JOB_KINDS, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'

type Acting = { tenantId: string; mayManage: boolean; csrf: string; formKey: string }
type TenantJobsProps = Omit<Acting, 'tenantId'> & {
  head: HeadProps
  rows: ListedJob[]
  filter: JobFilter
  turns: Turns
  zone: string
  now: Date
}

/** What the vendor's product does for a tenant in the background, the latest first. */
export function TenantJobs({ head, rows, filter, turns, zone, now, ...acting }: TenantJobsProps) {
  const narrowed: Narrowed[] = [
    { name: 'State', param: 'state', value: filter.state, word: filter.state && inWords(filter.state) },
    { name: 'Kind', param: 'kind', value: filter.kind, word: filter.kind && JOB_KIND_NAMES[filter.kind] },
  ]
  return (
    <TenantList
      head={head}
      room="jobs"
      rows="jobs"
      count={rows.length}
      turns={turns}
      narrowed={narrowed}
      fields={
        <>
          <Select
            id="state"
            label="State"
            empty="Any"
            value={filter.state}
            options={TENANT_JOB_STATES.map((value) => ({ value, label: inWords(value) }))}
          />
          <Select
            id="kind"
            label="Kind"
            empty="Any"
            value={filter.kind}
            options={TENANT_JOB_KINDS.map((value) => ({ value, label: JOB_KIND_NAMES[value] }))}
          />
        </>
      }
    >
      <Table
        id="jobs"
        caption="Background jobs, the latest first"
        columns={[
          { name: 'Job' },
          { name: 'State' },
          { name: 'Attempts' },
          { name: 'Last error' },
          { name: 'Run at' },
          { name: 'Created' },
          { name: 'What to do', silent: true, align: 'end' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="refresh" title={chosen(...narrowed) ? 'No job matches' : 'No jobs'}>
            {chosen(...narrowed) ? 'Try another state or kind.' : 'The product has done nothing in the background for this tenant yet.'}
          </EmptyState>
        }
      >
        {rows.map((row, n) => (
          <JobRow row={row} n={n} zone={zone} now={now} acting={{ ...acting, tenantId: head.tenant.id }} />
        ))}
      </Table>
    </TenantList>
  )
}

function JobRow({ row, n, zone, now, acting }: { row: ListedJob; n: number; zone: string; now: Date; acting: Acting }) {
  return (
    <Row id={row.id}>
      <NameCell sub={<span class="id nowrap">{row.id}</span>}>{JOB_KIND_NAMES[row.kind]}</NameCell>
      <Cell label="State">
        <JobStateBadge state={row.state} />
      </Cell>
      <Cell label="Attempts" nowrap>{`${row.attempts} of ${row.maxAttempts}`}</Cell>
      <Cell label="Last error" quiet>
        {row.lastError ?? <None />}
      </Cell>
      <Cell label="Run at" quiet nowrap>
        <When at={row.runAt} zone={zone} look="relative" now={now} />
      </Cell>
      <Cell label="Created" quiet nowrap>
        <When at={row.createdAt} zone={zone} />
      </Cell>
      <Cell align="end">{mayRetry(row.state) ? <Retry job={row} n={n} {...acting} /> : null}</Cell>
    </Row>
  )
}

function Retry({ job, n, tenantId, mayManage, csrf, formKey }: Acting & { job: ListedJob; n: number }) {
  const what = <span class="unseen"> {`${JOB_KIND_NAMES[job.kind]} ${job.id}`}</span>
  if (!mayManage)
    return (
      <Blocked small id={`retry-${job.id}`} reason="Support L3 may.">
        Retry{what}
      </Blocked>
    )
  return (
    <Form look="inline" action={`/tenants/${tenantId}/jobs/${job.id}/retry`} csrf={csrf} formKey={`${formKey}-${n}`}>
      <Button small icon="refresh">
        Retry{what}
      </Button>
    </Form>
  )
}
