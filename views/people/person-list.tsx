import { ButtonLink } from '#views/ui/button.tsx'
import { Select, TextField } from '#views/ui/field.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { roleWords, StaffStatusBadge } from '#views/people/faces.tsx'
import { PeopleTabs } from '#views/people/tabs.tsx'
import { active, type Narrowed, type Turns } from '#views/tenant/work-list.tsx'
import { ROLE_NAMES, ROLES, STAFF_STATUSES } from '#worker/auth/rules/roles.ts'
import type { ListedPerson, PeopleFilter } from '#worker/people/queries/people.ts'

type PersonListProps = { rows: ListedPerson[]; filter: PeopleFilter; turns: Turns; zone: string; now: Date }

/** Everybody who may sign in or once could, by name. An answer to a filter is the whole page; only the results are taken out of it. */
export function PersonList({ rows, filter, turns, zone, now }: PersonListProps) {
  const narrowed: Narrowed[] = [
    { name: 'Words', param: 'q', value: filter.q },
    { name: 'Role', param: 'role', value: filter.role, word: filter.role && ROLE_NAMES[filter.role] },
    { name: 'Status', param: 'status', value: filter.status, word: filter.status && inWords(filter.status) },
    { name: 'Leads', param: 'lead', value: filter.lead, word: 'only' },
  ]
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="People"
        sub="The vendor’s own staff. Users of customers are not here."
        actions={
          <ButtonLink look="primary" icon="plus" href="/people/new">
            Add a person
          </ButtonLink>
        }
      />
      <PeopleTabs current="people" />
      <Filters action="/people" label="Filter the people">
        <TextField id="q" label="Name or address" type="search" value={filter.q} maxLength={80} placeholder="Begins with…" />
        <Select
          id="role"
          label="Role"
          empty="Any"
          value={filter.role}
          options={ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }))}
        />
        <Select
          id="status"
          label="Status"
          empty="Any"
          value={filter.status}
          options={STAFF_STATUSES.map((status) => ({ value: status, label: inWords(status) }))}
        />
        <Select id="lead" label="Leads" empty="Everybody" value={filter.lead} options={[{ value: 'yes', label: 'Leads only' }]} />
      </Filters>
      <Results label="People" announce={`${rows.length === 0 ? 'No' : rows.length} people`}>
        <ActiveFilters filters={active('/people', narrowed)} clear="/people" />
        <Table
          id="people"
          caption="People, by name"
          columns={[{ name: 'Name' }, { name: 'Role' }, { name: 'Status' }, { name: 'Last sign-in' }, { name: 'Inside tenants now' }]}
          isEmpty={rows.length === 0}
          empty={
            <EmptyState icon="users" title="Nobody matches">
              Names and addresses are found by how they begin. Try fewer letters or another role.
            </EmptyState>
          }
        >
          {rows.map((row) => (
            <Row id={row.id}>
              <NameCell href={`/people/${row.id}`} sub={row.email}>
                {row.name}
              </NameCell>
              <Cell label="Role">{roleWords(row)}</Cell>
              <Cell label="Status">
                <StaffStatusBadge status={row.status} />
              </Cell>
              <Cell label="Last sign-in" quiet nowrap>
                {row.lastLoginAt === null ? 'Never' : <When at={row.lastLoginAt} zone={zone} look="relative" now={now} />}
              </Cell>
              <Cell label="Inside tenants now">{row.sessionsOpen === 0 ? <None /> : row.sessionsOpen}</Cell>
            </Row>
          ))}
        </Table>
        {rows.length === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${rows.length}`} words={{ newer: 'Back', older: 'Further' }} />
        )}
      </Results>
    </div>
  )
}
