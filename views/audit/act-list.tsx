import { ActFilters, addressOf, narrowedBy, type Staff } from '#views/audit/act-filters.tsx'
import { TrailOutcome, Who } from '#views/audit/who.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { ActiveFilters, Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { ListedAct } from '#worker/audit/queries/acts.ts'
import type { Reads } from '#worker/audit/policy.ts'
import type { TrailFilter } from '#worker/audit/rules/filter.ts'
import { actHref } from '#worker/audit/rules/place.ts'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'

type ActListProps = {
  rows: ListedAct[]
  staff: Staff
  reads: Reads
  operatorId: string
  filter: TrailFilter
  query: Record<string, string>
  turns: { newer?: string; older?: string }
  /** The most rows an export holds. */
  most: number
  zone: string
}

const TITLES: Record<Reads, { title: string; sub: string }> = {
  own: { title: 'Your acts', sub: 'What the portal recorded of you, the latest first. Looking here is on the record, too.' },
  role: { title: 'Trail', sub: 'Your acts and those of the role you lead, the latest first. Looking here is on the record, too.' },
  all: { title: 'Trail', sub: 'Every act, refused act and reading, the latest first. Looking here is on the record, too.' },
}

/** The trail as this reader may know it. */
export function ActList({ rows, staff, reads, operatorId, filter, query, turns, most, zone }: ActListProps) {
  const count = rows.length
  return (
    <div hx-select:inherited="#results">
      <PageHead title={TITLES[reads].title} sub={TITLES[reads].sub} />
      <ActFilters filter={filter} staff={staff} reads={reads} />
      <Results label={TITLES[reads].title} announce={`${count === 0 ? 'No' : count} acts`}>
        <ActiveFilters filters={narrowedBy(filter, staff, query)} clear="/audit" />
        <Table
          id="acts"
          caption={`${TITLES[reads].title}, the latest first`}
          columns={[
            { name: 'What' },
            { name: 'Outcome' },
            { name: 'Who' },
            { name: 'Role' },
            { name: 'Tenant' },
            { name: 'Records', align: 'end' },
            { name: 'When' },
          ]}
          isEmpty={count === 0}
          empty={
            <EmptyState icon="list" title="No acts">
              Nothing matches in these days. Take a filter away, or begin earlier.
            </EmptyState>
          }
        >
          {rows.map((row) => (
            <ActRow row={row} operatorId={operatorId} zone={zone} />
          ))}
        </Table>
        {count === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${count}`} />
        )}
        {reads === 'all' && count > 0 ? (
          <p class="trail-export">
            <ButtonLink href={addressOf(query, undefined, '/audit.csv')} look="quiet" icon="download" small>
              Export as CSV
            </ButtonLink>
            <span class="quiet">These filters, the latest {most.toLocaleString('en')} rows at most. Who exports is on the record.</span>
          </p>
        ) : null}
        {reads === 'all' ? (
          <p>
            <ButtonLink look="quiet" href="/audit/checkpoints">
              Checkpoints
            </ButtonLink>
            <ButtonLink look="quiet" href="/audit/models">
              Models
            </ButtonLink>
          </p>
        ) : null}
      </Results>
    </div>
  )
}

function ActRow({ row, operatorId, zone }: { row: ListedAct; operatorId: string; zone: string }) {
  return (
    <Row id={`${row.chain.replace(':', '-')}-${row.seq}`}>
      <NameCell href={actHref(row)}>{row.sentence}</NameCell>
      <Cell label="Outcome" nowrap>
        <TrailOutcome outcome={row.outcome} />
      </Cell>
      <Cell label="Who">
        <Who act={row} operatorId={operatorId} />
      </Cell>
      <Cell label="Role" quiet nowrap>
        {row.operatorRole === null ? <None /> : ROLE_NAMES[row.operatorRole]}
      </Cell>
      <Cell label="Tenant">
        {row.tenantId === null ? <None /> : <a href={`/tenants/${row.tenantId}`}>{row.tenantName ?? row.tenantId}</a>}
      </Cell>
      <Cell label="Records" align="end">
        {row.records === 0 ? <None /> : row.records}
      </Cell>
      <Cell label="When" quiet nowrap>
        <When at={row.at} zone={zone} />
      </Cell>
    </Row>
  )
}
